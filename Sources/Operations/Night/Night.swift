internal import Balancer
internal import Estate
package import Pool

/// What the nightly job does: observe, plan, apply within the budget, refresh what was asked for, report. The report, the
/// metrics and the hooks tell of every night, also of one that failed or could not begin.
package struct Night: Sendable {
    package struct Request: Sendable {
        /// A policy that cannot be read is a night that cannot begin, and is told like any other.
        package var terms: Result<BalanceTerms, any Error>
        package var refresh: NightRefresh
        /// A folder for reports.
        package var reports: String?
        /// A file for Prometheus' textfile collector.
        package var metrics: String?

        package init(_ terms: Result<BalanceTerms, any Error>, refresh: NightRefresh) {
            self.terms = terms
            self.refresh = refresh
        }
    }

    private let request: Request
    private let workspace: Workspace
    private let pool: (any Pool)?
    private let tell: @Sendable (BalanceEvent) -> Void

    /// - Parameter pool: the pool file's where it is nil.
    package init(
        _ request: Request, in workspace: Workspace, pool: (any Pool)? = nil,
        events: @escaping @Sendable (BalanceEvent) -> Void
    ) {
        self.request = request
        self.workspace = workspace
        self.pool = pool
        tell = events
    }

    /// - Throws: ``Failure``, after the report is written.
    package func run() async throws -> NightResult {
        let session = try await begun()
        return try await session.underLease("nightly") { try await night(session) }
    }

    private func night(_ session: BalanceSession) async throws -> NightResult {
        let hooks = session.hookRunner
        var night = NightReport(startedAt: workspace.now())
        night.hooks = await hooks.call(.start, ["purpose": "nightly"])
        var failure: (any Error)?
        var blindness: Failure?
        do {
            blindness = try await level(session, &night)
            night.refreshes = try await request.refresh.run { [tell] in tell(.refreshing($0)) }
        } catch {
            failure = error
            night.run.stopped = "\(error)"
        }
        night.run.endedAt = workspace.now()
        night.hooks += await hooks.end("nightly", moved: night.run.count(.moved), stopped: night.trouble)
        try write(night)
        if let failure { throw failure }
        return NightResult(night, blindness: blindness)
    }

    /// - Returns: why not all of the pool was seen before the moves.
    private func level(_ session: BalanceSession, _ night: inout NightReport) async throws -> Failure? {
        let seen = try await session.observe(settling: true)
        night.blindness = seen.state.blindness
        night.unsettled = seen.unsettled
        let (plan, state) = try await session.plan(seen.state)
        night.plan = plan
        tell(.planned(plan, seconds: 0))
        if !plan.moves.isEmpty { night.run = try await session.make(plan, state, run: BalanceSession.run) }
        return session.blindness(of: seen.state)
    }

    private func begun() async throws -> BalanceSession {
        do {
            let session = try BalanceSession(
                in: workspace, try request.terms.get(), pool: pool, acts: true, tell: tell)
            _ = try await session.memory.required()
            _ = try request.refresh.jobs()
            return session
        } catch {
            await neverBegan(error)
            throw error
        }
    }

    private func neverBegan(_ error: any Error) async {
        var night = NightReport(startedAt: workspace.now())
        night.run.stopped = "\(error)"
        // Where the policy itself is broken it names no hooks.
        if case .success(let terms) = request.terms {
            let hooks = BalanceHookRunner(terms.policy.hooks ?? BalanceHooks()) { [tell] in tell(.hookFailed($0)) }
            night.hooks = await hooks.end("nightly", moved: 0, stopped: night.run.stopped)
        }
        do { try write(night) } catch { tell(.notReported("\(error)")) }
    }

    private func write(_ night: NightReport) throws {
        if let reports = request.reports { try night.write(into: reports) }
        if let metrics = request.metrics { try night.writeMetrics(to: metrics) }
    }
}
