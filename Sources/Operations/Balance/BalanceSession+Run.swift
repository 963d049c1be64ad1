internal import Balancer
internal import Estate
internal import LiveMigration

extension BalanceSession {
    /// Proves the plan once more against `state`, tells the hooks, and runs it.
    func perform(
        _ plan: BalancePlan, _ state: BalanceState, run: String, purpose: String, policy: BalancePolicy? = nil
    ) async throws -> BalanceRunReport {
        let hooks = hookRunner
        await hooks.call(.start, ["purpose": purpose, "moves": "\(plan.moves.count)"])
        do {
            let report = try await make(plan, state, run: run, policy: policy)
            await hooks.end(purpose, moved: report.count(.moved), stopped: report.stopped)
            return report
        } catch {
            await hooks.end(purpose, moved: 0, stopped: "\(error)")
            throw error
        }
    }

    var hookRunner: BalanceHookRunner {
        BalanceHookRunner(file.hooks ?? BalanceHooks()) { [tell] in tell(.hookFailed($0)) }
    }

    /// The same without a word to the hooks.
    func make(
        _ plan: BalancePlan, _ state: BalanceState, run: String, policy: BalancePolicy? = nil
    ) async throws -> BalanceRunReport {
        let policy = policy ?? self.policy()
        try PlanProof.check(plan, state, policy)
        let schedule = MoveSchedule(
            plan.moves, state: state, policy: policy, limits: file.parallel ?? MoveLimits())
        let hours = try RunHours(file.hours ?? [])
        let mover = DrivenMover(pool: pool, migration: migration, store: store)
        let (now, clock) = (workspace.now, file.clock)
        let runner = BalanceRun(
            name: run, journal: store, mover: NotedMover(mover, in: try await memory.required(), run: run),
            continueOnFailure: file.continueOnFailure ?? false, now: now,
            stopReason: { hours.reasonToStop(at: now(), in: clock) })
        let report = try await runner.run(schedule) { [tell] in tell(.progress($0)) }
        return report.stopped == nil ? await started(plan, report) : report
    }
}
