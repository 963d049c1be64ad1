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
        /// A policy of backups, which are made after the moves and the refreshes, once the pool's lease was given back.
        package var backup: String?
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
        var worked: Worked
        do { worked = try await session.underLease("nightly") { await work(session) } } catch {
            // Whoever holds the lease works, and tells of it; that it cannot be asked for is a night without moves.
            if (error as? Failure)?.exit != .busy { await neverBegan(error) }
            throw error
        }
        // Each backup takes the lease itself. Moves that failed are no reason to go without.
        if let backup = request.backup, !Task.isCancelled {
            worked.night.refreshes.append(
                await request.refresh.backUp(backup, pool: workspace.poolPath) { [tell] in tell(.refreshing($0)) })
        }
        return try await concluded(worked, session)
    }

    /// What was done under the lease.
    private struct Worked: Sendable {
        var night: NightReport
        var failure: (any Error)?
        var blindness: Failure?
    }

    private func work(_ session: BalanceSession) async -> Worked {
        var worked = Worked(night: NightReport(startedAt: workspace.now()))
        worked.night.hooks = await session.hookRunner.call(.start, ["purpose": "nightly"])
        do {
            worked.blindness = try await level(session, &worked.night)
            worked.night.refreshes = try await request.refresh.run { [tell] in tell(.refreshing($0)) }
        } catch {
            worked.failure = error
            worked.night.run.stopped = "\(error)"
        }
        return worked
    }

    private func concluded(_ worked: Worked, _ session: BalanceSession) async throws -> NightResult {
        var night = worked.night
        night.run.endedAt = workspace.now()
        night.hooks += await session.hookRunner.end(
            "nightly", moved: night.run.count(.moved), stopped: night.trouble)
        let unwritten = write(night)
        if let failure = worked.failure { throw failure }
        return NightResult(night, blindness: worked.blindness, unwritten: unwritten)
    }

    /// - Returns: why not all of the pool was seen before the moves.
    private func level(_ session: BalanceSession, _ night: inout NightReport) async throws -> Failure? {
        let seen = try await session.observe(settling: true)
        night.blindness = seen.state.blindness
        night.unsettled = seen.unsettled
        let (plan, state) = try await session.plan(seen.state)
        night.plan = plan
        tell(.planned(plan, seconds: 0))
        if plan.hasWork { night.run = try await session.make(plan, state, run: BalanceSession.run) }
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
        _ = write(night)
    }

    /// Each by itself: numbers that stay those of a good night hide a bad one.
    ///
    /// - Returns: what could not be written, which is told already.
    private func write(_ night: NightReport) -> Failure? {
        let report = request.reports.flatMap { folder in failure { try night.write(into: folder) } }
        let metrics = request.metrics.flatMap { path in failure { try night.writeMetrics(to: path) } }
        return report ?? metrics
    }

    private func failure(_ write: () throws -> Void) -> Failure? {
        do {
            try write()
            return nil
        } catch {
            tell(.notReported("\(error)"))
            return error as? Failure
                ?? Failure("write the report", on: "the night", because: "\(error)", next: "look at the moves above")
        }
    }
}
