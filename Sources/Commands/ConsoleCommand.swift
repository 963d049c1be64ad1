internal import ArgumentParser
internal import Console
internal import Estate
internal import Operations
internal import Serving

/// `p2v console`: the pool in a browser.
struct ConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Show the pool, its VMs, its moves and its nights in a browser.",
        discussion: """
            It listens on this machine only and prints a token, which opens it; from elsewhere: ssh -L 9180:127.0.0.1:9180. \
            It reads, and changes nothing: each page shows the command that does. With --allow-actions a second token is printed, \
            for those who may act. Ctrl-C ends it; what was begun from it goes on.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "The port on 127.0.0.1.")
    var port: UInt16 = 9180

    @Option(help: "Seconds between two looks at the pool.")
    var interval = 3.0

    @Option(help: "The policy file, whose rules decide whether a host may be lost.")
    var policy: String?

    @Option(help: "The folder of the nights' reports.")
    var reports: String?

    @Option(help: "The campaign file that is shown, and decided on.")
    var campaign: String?

    @Option(help: "The plan file that is shown.")
    var plan: String?

    @Flag(help: "Let those who have the second token move VMs, empty hosts and decide on the campaign.")
    var allowActions = false

    func validate() throws {
        try check(.init("--interval", interval, 1...5))
        guard port > 0 else { throw ValidationError("--port is 1 to 65535") }
    }

    func run() async throws {
        let file = try policy.map { try BalancePolicyFile(reading: $0) } ?? BalancePolicyFile()
        let sightings = try PoolSightings(in: global.workspace, policy: file)
        let settings = try settings()
        let console = Console(settings, in: global.workspace, watching: sightings)
        let server: PageServer
        do { server = try PageServer(address: "127.0.0.1", port: port, limit: 50) { await console.answer($0) } } catch {
            throw ServeCommand.refused(error, "127.0.0.1:\(port)", "--port")
        }
        complain("console at http://127.0.0.1:\(port)/, token \(settings.viewing)")
        if let operating = settings.operating { complain("token for those who may act: \(operating)") }
        let interval = interval
        try await ServeCommand.serve(server, "127.0.0.1:\(port)", "--port") { await sightings.run(every: interval) }
    }

    private func settings() throws -> ConsoleSettings {
        // A slip is told here, and not on a page.
        if let campaign { _ = try CampaignOrder(reading: campaign) }
        if let plan { _ = try PlanSources.plan(at: plan) }
        var settings = ConsoleSettings(
            port: port, viewing: Console.makeToken(), operating: allowActions ? Console.makeToken() : nil,
            program: try DryRun.thisProgram(), reports: reports)
        (settings.policy, settings.campaign, settings.plan) = (policy, campaign, plan)
        return settings
    }
}
