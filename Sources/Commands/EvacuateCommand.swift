internal import ArgumentParser
internal import Estate
internal import Operations

/// `p2v evacuate HOST`: moves all VMs off a host and closes it; `p2v return HOST` opens it and brings them back.
struct EvacuateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evacuate",
        abstract: "Empty a host for maintenance, by live migration.",
        discussion: """
            What cannot move is said before anything moves, and then nothing moves (exit code 3) unless --partly is \
            given. The host stays closed until `p2v return HOST`.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions
    @OptionGroup var saved: SavedStateOption

    @Argument(help: "The host to empty.")
    var host: String

    @Flag(help: "Show the moves, change nothing.")
    var dryRun = false

    @Flag(help: "Move what can move although something cannot.")
    var partly = false

    @Flag(help: "Smallest VMs first; the default is largest first, while there is most room.")
    var smallestFirst = false

    func run() async throws {
        if try saved.rehearse(.empty(host: host, largestFirst: !smallestFirst), balance, global) { return }
        var request = Evacuate.Request(try balance.terms(), host: host)
        request.dryRun = dryRun
        request.partly = partly
        request.largestFirst = !smallestFirst
        let printer = BalancePrinter(json: global.json, showsPlans: !global.json || dryRun)
        let done = try await Evacuate(request, in: global.workspace) { printer.take($0) }.empty()
        try printer.conclude(done, dryRun: dryRun)
    }
}
