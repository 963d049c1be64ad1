internal import Balancer
internal import Estate
internal import Foundation
internal import LiveMigration
internal import Logging
internal import Operations
internal import Pool
internal import Store
internal import Terminal

/// What every command that moves VMs does: observe, plan, prove, show, run under the lease, report.
struct BalanceSession {
    /// The journal's run of ordinary balancing.
    static let run = "balance"

    /// Seconds of moves that count against moving a VM again; longer than any cool-down.
    private static let remembered = 90 * 86_400.0

    let pool: any Pool
    let store: Store
    /// What the pool itself remembers.
    let memory: PoolMemory
    private let workspace: Workspace
    /// Whether VMs may be moved: then all that could forbid it must be known.
    private let acts: Bool
    let file: BalancePolicyFile
    let window: Double
    let migration: LiveMigration
    let json: Bool

    /// - Parameter acts: false for whoever only looks, who goes on without the pool's own state and says so.
    init(_ global: GlobalOptions, _ options: BalanceOptions, acts: Bool) throws {
        workspace = global.workspace
        self.acts = acts
        pool = try workspace.openPool()
        store = try workspace.openStore()
        memory = PoolMemory(workspace, pool)
        migration = try global.workspace.migration(of: pool, journal: store, guardsLoss: false)
        file = try options.policyFile()
        window = options.window
        json = global.json
    }

    static func now() -> Moment { Moment(seconds: Date().timeIntervalSince1970) }

    func policy() -> BalancePolicy { file.policy(now: Self.now().seconds) }

    /// - Parameter settling: what earlier runs left half done is settled first; otherwise it is only looked at.
    func observe(settling: Bool, of run: String = BalanceSession.run) async throws -> BalanceState {
        if acts { _ = try await memory.required() }
        let unsettled = try await settling ? settleLeft(run) : left()
        let start = Moment(seconds: Self.now().seconds - Self.remembered)
        // An operator's own moves, as evacuations are, stand in the way of nothing.
        let seen = try certain(await memory.moves(since: start))
        let history = seen.value.map { .known($0.filter { $0.run == Self.run }) } ?? seen
        let closed = try certain(await memory.closedHosts())
        let load = try await pool.load(over: .seconds(window))
        var state = try await PoolObserver(pool: pool, closed: closed, history: history).observe(load)
        let pages = try await HostPage.collect(state, pool, at: Self.now())
        if let failure = await memory.keep(pages) {
            if acts { throw failure }
            NoteHandler.notes.notice("\(failure)")
        }
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

    /// Who acts must know; who looks is told by the gaps of the state.
    func certain<Value>(_ seen: Observed<Value>) throws -> Observed<Value> {
        guard acts, let reason = seen.reason else { return seen }
        throw Failure(
            "read the pool's state", on: pool.name, because: reason,
            next: "nothing was moved: hosts may be closed for work; mend the cause and run this again")
    }

    /// What the host ran; nil when no run has seen it alive.
    func page(of host: String) async throws -> HostPage? { try await memory.required().page(of: host) }

    /// Works under the pool's lease, from before the pool is observed until the last move is made; without it where
    /// nothing is changed.
    func underLease(_ purpose: String, _ work: () async throws -> Void) async throws {
        guard acts else { return try await work() }
        try await memory.required().withLease(purpose, work)
    }

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

    static func say(_ text: String) {
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
        BalanceHookRunner(file.hooks ?? BalanceHooks()) { Self.say($0) }
    }

    /// Fails when hosts could not be asked: neither "nothing to move" nor "all moved" is known of the whole pool then.
    func proveSight(of state: BalanceState) throws {
        guard let blindness = state.blindness else { return }
        throw Failure(
            "balance the whole pool", on: pool.name, because: blindness,
            next: "bring the hosts back, or recover the VMs of one that is dead: p2v recover HOST")
    }

    /// The same without a word to the hooks.
    func make(
        _ plan: BalancePlan, _ state: BalanceState, run: String, policy: BalancePolicy? = nil
    ) async throws -> BalanceRunReport {
        let policy = policy ?? self.policy()
        try BalanceDesk.check(plan, state, policy)
        let schedule = MoveSchedule(
            plan.moves, state: state, policy: policy, limits: file.parallel ?? MoveLimits())
        let hours = try RunHours(file.hours ?? [])
        let runner = BalanceRun(
            name: run, journal: store,
            mover: NotedMover(
                DrivenMover(pool: pool, migration: migration, store: store), in: try await memory.required(), run: run),
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
