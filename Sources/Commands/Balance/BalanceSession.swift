internal import Balancer
internal import Estate
internal import Foundation
internal import LiveMigration
internal import Operations
internal import Pool
internal import Store
internal import Terminal

/// What every command that moves VMs does: observe, plan, prove, show, run under the lease, report.
struct BalanceSession {
    /// The journal's run of ordinary balancing.
    static let run = "balance"

    let pool: any Pool
    let store: Store
    let storePath: String
    let file: BalancePolicyFile
    let window: Double
    let migration: LiveMigration
    let json: Bool

    init(_ global: GlobalOptions, _ options: BalanceOptions) throws {
        pool = try global.workspace.openPool()
        store = try global.workspace.openStore()
        storePath = global.storePath
        migration = try global.workspace.migration(of: pool, journal: store, guardsLoss: false)
        file = try options.policyFile()
        window = options.window
        json = global.json
    }

    static func now() -> Moment { Moment(seconds: Date().timeIntervalSince1970) }

    func policy() -> BalancePolicy { file.policy(now: Self.now().seconds) }

    /// - Parameter settling: what earlier runs left half done is settled first; otherwise it is only looked at.
    func observe(settling: Bool, of run: String = BalanceSession.run) async throws -> BalanceState {
        let unsettled = try await settling ? settleLeft(run) : left()
        let history = try await RunJournal(store, Self.run).made()
        let closed = try await MaintenanceMarks(journal: store).closed()
        let load = try await pool.load(over: .seconds(window))
        var state = try await PoolObserver(pool: pool, closed: closed, history: history).observe(load)
        try await HostPages(journal: store).keep(state, pool, at: Self.now())
        try await remember(load, in: &state)
        file.complete(&state)
        for index in state.machines.indices {
            guard let reason = unsettled[state.machines[index].name] else { continue }
            state.machines[index].pinned = reason
        }
        state.gaps += unsettled.sorted { $0.key < $1.key }.map { "VM \($0.key): \($0.value)" }
        return state
    }

    /// A plan of moves that no host refuses, and the state that it was made from.
    func plan(
        _ state: BalanceState, _ make: (BalanceState) throws -> BalancePlan
    ) async throws -> (BalancePlan, BalanceState) {
        var preflight = MovePreflight(migration, pool.features)
        return try await preflight.plan(state, make)
    }

    /// Why VMs may not be moved: an earlier p2v was ended in the middle of their move.
    private func left() async throws -> [String: String] {
        try await migration.unsettled(of: Set(pool.machines().map(\.name)).sorted())
    }

    /// Settles what a run that was killed left behind, under the lease.
    private func settleLeft(_ run: String) async throws -> [String: String] {
        let planned = try await closeInterrupted(run)
        let names = try await Set(pool.machines().map(\.name)).union(planned)
        return try await migration.settleLeft(of: names.sorted()) { settled in
            for action in settled.actions { Self.say("\(settled.machine): \(action)") }
            Self.say("an earlier move of \(settled.machine) is settled: \(settled.explanation)")
        }
    }

    /// Keeps what was seen, and lets the policy's window of the past speak.
    private func remember(_ load: PoolLoad, in state: inout BalanceState) async throws {
        let now = Self.now()
        try await store.save(load.records(at: now))
        try await store.condenseLoad(now: now)
        let window = file.window ?? LoadWindow()
        guard window.days > 0 else { return }
        let start = Moment(seconds: now.seconds - window.days * 86_400)
        state.remember(try await store.hourlyLoads(of: .machine, since: start), window: window, now: now)
    }

    /// Held from before the pool is observed until the last move is made.
    func lease(_ purpose: String) throws -> RunLease { try RunLease(store: storePath, purpose: purpose) }

    /// Says so when an earlier run was killed; what it had not done, the next plan does.
    ///
    /// - Returns: the VMs that it was to move.
    private func closeInterrupted(_ run: String) async throws -> [String] {
        let log = RunJournal(store, run)
        let planned = try await log.unfinished()
        guard !planned.isEmpty else { return [] }
        let made = try await log.madeInLastRun().count
        Self.say("an earlier run was interrupted after \(made) of \(planned.count) moves; planning anew")
        try await log.end(at: Self.now(), stopped: "interrupted")
        return planned.map(\.vm)
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((Sanitised.text(text) + "\n").utf8))
    }

    /// Shows the plan; with JSON only when nothing else will be printed.
    func show(_ plan: BalancePlan, seconds: Double) throws {
        print(try BalanceDesk.text(plan, seconds: seconds, json: json), terminator: "")
    }

    /// Proves the plan once more against `state`, tells the hooks, and runs it.
    @discardableResult
    func perform(
        _ plan: BalancePlan, _ state: BalanceState, run: String, purpose: String, policy: BalancePolicy? = nil
    ) async throws -> BalanceRunReport {
        let hooks = BalanceHookRunner(file.hooks ?? BalanceHooks())
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

    /// The same without a word to the hooks.
    func make(
        _ plan: BalancePlan, _ state: BalanceState, run: String, policy: BalancePolicy? = nil
    ) async throws -> BalanceRunReport {
        let policy = policy ?? self.policy()
        try BalanceDesk.check(plan, state, policy)
        let schedule = MoveSchedule(
            plan.moves, state: state, policy: policy, limits: file.parallel ?? MoveLimits())
        let hours = RunHours(file.hours ?? [])
        let runner = BalanceRun(
            name: run, journal: store, mover: DrivenMover(pool: pool, migration: migration, store: store),
            continueOnFailure: file.continueOnFailure ?? false,
            now: { Self.now() }, stopReason: { hours.reasonToStop(at: Date()) })
        return try await runner.run(schedule) { line in
            FileHandle.standardError.write(Data((Sanitised.text(line) + "\n").utf8))
        }
    }

    /// Prints what was done, and fails when it was not all of it.
    func conclude(_ report: BalanceRunReport) throws {
        if json {
            print(try JSONText.encode(report))
        } else {
            print("\(report.count(.moved)) moved, \(report.count(.failed)) failed, \(report.count(.left)) left")
        }
        guard let stopped = report.stopped else { return }
        if Task.isCancelled { throw Exit.Signal(exit: .interrupted) }
        throw Failure(
            "make all moves", on: "the pool", because: stopped, next: "see `p2v rebalance` for what is left to do")
    }
}
