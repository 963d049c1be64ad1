internal import ArgumentParser
internal import Operations

/// `p2v nightly run`: observe, plan, apply within the budget, refresh what was asked for, report.
struct NightlyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "What the nightly job calls: observe, plan, apply within the budget, report.",
        discussion: """
            The report, the metrics and the hooks tell of every night, also of one that failed or had nothing to do. \
            Scans and copies follow the moves; one that fails makes the night fail after all else was done.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions
    @OptionGroup var extras: NightlyExtras

    @Option(help: "Folder for reports (JSON and HTML).")
    var reports: String?

    @Option(help: "A file for Prometheus' textfile collector.")
    var metrics: String?

    @Flag(help: "Show the moves, change nothing; no report, no hooks, no scans.")
    var dryRun = false

    func run() async throws {
        if dryRun { return try await RebalanceCommand.run(.init(try balance.terms()), global) }
        var request = Night.Request(Result { try balance.terms() }, refresh: extras.refresh(store: global.storePath))
        request.backup = extras.backup
        request.reports = reports
        request.metrics = metrics
        let printer = BalancePrinter(json: global.json, showsPlans: !global.json)
        let night = try await Night(request, in: global.workspace) { printer.take($0) }.run()
        try printer.conclude(night.report)
        if let failure = night.failure { throw failure }
    }
}
