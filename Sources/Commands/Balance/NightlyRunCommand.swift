internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Foundation

/// `p2v nightly run`: observe, plan, apply within the budget, report.
struct NightlyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "What the nightly job calls: observe, plan, apply within the budget, report.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Option(help: "Folder for reports (JSON and HTML).")
    var reports: String?

    @Option(help: "A file for Prometheus' textfile collector.")
    var metrics: String?

    func run() async throws {
        let session = try BalanceSession(global, balance)
        let lease = try session.lease("nightly")
        defer { withExtendedLifetime(lease) {} }
        try await session.closeInterrupted(BalanceSession.run)
        let state = try await session.observe()
        let plan = try BalanceDesk.checkedPlan(state, session.policy(), power: session.file.power)
        if !global.json { try session.show(plan, seconds: 0) }
        let start = BalanceSession.now()
        var report = BalanceRunReport(startedAt: start, endedAt: start, entries: [], stopped: nil)
        if !plan.moves.isEmpty {
            report = try await session.perform(plan, state, run: BalanceSession.run, purpose: "nightly")
        }
        let summary = NightReport(plan: plan, run: report)
        if let reports { try summary.write(into: reports) }
        if let metrics { try summary.writeMetrics(to: metrics) }
        try session.conclude(report)
    }
}
