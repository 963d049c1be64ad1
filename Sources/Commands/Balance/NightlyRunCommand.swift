internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Foundation
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

    func run() async throws {
        let (session, refresh) = try await begun()
        try await session.underLease("nightly") { try await night(session, refresh) }
    }

    private func night(_ session: BalanceSession, _ refresh: NightRefresh) async throws {
        let hooks = session.hookRunner
        var night = NightReport(startedAt: BalanceSession.now())
        night.hooks = await hooks.call(.start, ["purpose": "nightly"])
        var failure: (any Error)?
        var observed: BalanceState?
        do {
            observed = try await level(session, &night)
            night.refreshes = try await refresh.run { BalanceSession.say($0) }
        } catch {
            failure = error
            night.run.stopped = "\(error)"
        }
        night.run.endedAt = BalanceSession.now()
        let stopped =
            night.run.stopped ?? night.blindness
            ?? night.refreshes.first { $0.failure != nil }.map { "\($0.what) failed" }
        night.hooks += await hooks.end("nightly", moved: night.run.count(.moved), stopped: stopped)
        if let reports { try night.write(into: reports) }
        if let metrics { try night.writeMetrics(to: metrics) }
        if let failure { throw failure }
        try session.conclude(night.run)
        try told(night.refreshes)
        if let observed { try session.proveSight(of: observed) }
    }

    /// - Returns: the pool as it was seen before the moves.
    private func level(_ session: BalanceSession, _ night: inout NightReport) async throws -> BalanceState {
        let observed = try await session.observe(settling: true)
        night.blindness = observed.blindness
        let (plan, state) = try await session.plan(observed) {
            try BalanceDesk.checkedPlan($0, session.policy(), power: session.file.power)
        }
        night.plan = plan
        if !global.json { try session.show(plan, seconds: 0) }
        guard !plan.moves.isEmpty else { return observed }
        night.run = try await session.make(plan, state, run: BalanceSession.run)
        return observed
    }

    /// A night that cannot begin is told like any other: in a report, in the metrics, and to the failure hook.
    private func begun() async throws -> (BalanceSession, NightRefresh) {
        do {
            let session = try BalanceSession(global, balance, acts: true)
            _ = try await session.memory.required()
            let refresh = extras.refresh(store: global.storePath)
            _ = try refresh.jobs()
            return (session, refresh)
        } catch {
            await neverBegan(error)
            throw error
        }
    }

    private func neverBegan(_ error: any Error) async {
        var night = NightReport(startedAt: BalanceSession.now())
        night.run.stopped = "\(error)"
        // Where the policy itself is broken it names no hooks.
        if let file = try? balance.policyFile() {
            let hooks = BalanceHookRunner(file.hooks ?? BalanceHooks()) { BalanceSession.say($0) }
            night.hooks = await hooks.end("nightly", moved: 0, stopped: night.run.stopped)
        }
        do {
            if let reports { try night.write(into: reports) }
            if let metrics { try night.writeMetrics(to: metrics) }
        } catch { BalanceSession.say("\(error)") }
    }

    private func told(_ refreshes: [NightRefresh.Outcome]) throws {
        let failed = refreshes.filter { $0.failure != nil }
        guard !failed.isEmpty else { return }
        throw Failure(
            "refresh scans and warm copies", on: failed.map(\.what).joined(separator: ", "),
            because: failed.compactMap(\.failure).joined(separator: "; "),
            next: "the moves were made; run `p2v scan` or `p2v sync` by hand to see more")
    }
}

/// What a night does besides balancing; `nightly install` passes it on.
struct NightlyExtras: ParsableArguments {
    @Option(help: "Scan the servers of this inventory anew; may be repeated.")
    var scan: [String] = []

    @Option(help: "Bring warm copies up to date: a file with the words of one `p2v sync` a line, SOURCE TARGET.")
    var sync: String?

    @Option(help: "Minutes that one scan or warm copy may take; it is ended then, and the night fails.")
    var refreshMinutes = NightRefresh.usualLimit

    func validate() throws {
        guard (1...1440).contains(refreshMinutes) else { throw ValidationError("--refresh-minutes is 1 to 1440") }
    }

    func refresh(store: String) -> NightRefresh {
        NightRefresh(inventories: scan, copies: sync, store: store, limit: .seconds(refreshMinutes * 60))
    }

    /// The same options again, with whole paths.
    var words: [String] {
        let whole = { URL(fileURLWithPath: $0).path }
        return scan.flatMap { ["--scan", whole($0)] } + (sync.map { ["--sync", whole($0)] } ?? [])
            + (refreshMinutes == NightRefresh.usualLimit ? [] : ["--refresh-minutes", "\(refreshMinutes)"])
    }
}
