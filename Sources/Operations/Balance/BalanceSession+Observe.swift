internal import Balancer
internal import Estate
internal import LiveMigration
internal import Logging
internal import Pool
internal import Store

extension BalanceSession {
    /// Seconds of moves that count against moving a VM again; longer than any cool-down.
    private static let remembered = 90 * 86_400.0

    /// - Parameter settling: what earlier runs left half done is settled first; otherwise it is only looked at.
    func observe(settling: Bool, of run: String = BalanceSession.run) async throws -> Observation {
        if acts { _ = try await memory.required() }
        let unsettled = try await settling ? settleLeft(run) : left()
        tell(.progress("watching the load of \(pool.name) for \(Fixed.text(window, 1)) s"))
        let load = try await pool.load(over: .seconds(window))
        var state = try await look(load)
        try await keepPages(of: state)
        try await remember(load, in: &state)
        file.complete(&state)
        try await wait(&state)
        state.at = workspace.now().seconds
        for index in state.machines.indices {
            guard let reason = unsettled[state.machines[index].name] else { continue }
            state.machines[index].pinned = reason
        }
        state.gaps += unsettled.sorted { $0.key < $1.key }.map { "VM \($0.key): \($0.value)" }
        return Observation(state: state, unsettled: unsettled)
    }

    private func look(_ load: PoolLoad) async throws -> BalanceState {
        let start = Moment(seconds: workspace.now().seconds - Self.remembered)
        // An operator's own moves, as evacuations are, stand in the way of nothing.
        let seen = try certain(await memory.moves(since: start))
        let history = seen.value.map { .known($0.filter { $0.run == Self.run }) } ?? seen
        let closed = try certain(await memory.closedHosts())
        return try await PoolObserver(pool: pool, closed: closed, history: history).observe(load)
    }

    private func keepPages(of state: BalanceState) async throws {
        let pages = try await HostPage.collect(state, pool, at: workspace.now())
        guard let failure = await memory.keep(pages) else { return }
        if acts { throw failure }
        workspace.log.notice("\(failure)")
    }

    /// Keeps what was seen, and lets the policy's window of the past speak.
    private func remember(_ load: PoolLoad, in state: inout BalanceState) async throws {
        let now = workspace.now()
        try await store.save(load.records(at: now))
        try await store.condenseLoad(now: now)
        let window = file.window ?? LoadWindow()
        guard window.days > 0 else { return }
        let start = Moment(seconds: now.seconds - window.days * 86_400)
        state.remember(try await store.hourlyLoads(of: .machine, since: start), window: window, now: now)
    }

    /// Why VMs may not be moved: an earlier p2v was ended in the middle of their move.
    private func left() async throws -> [String: String] {
        try await migration.unsettled(of: Set(pool.machines().map(\.name)).sorted())
    }

    /// Settles what a run that was killed left behind, under the lease.
    private func settleLeft(_ run: String) async throws -> [String: String] {
        let planned = try await closeInterrupted(run)
        let names = try await Set(pool.machines().map(\.name)).union(planned)
        return try await migration.settleLeft(of: names.sorted()) { tell(.settled($0)) }
    }

    /// Says so when an earlier run was killed; what it had not done, the next plan does.
    ///
    /// - Returns: the VMs that it was to move.
    private func closeInterrupted(_ run: String) async throws -> [String] {
        let log = RunJournal(store, run)
        let planned = try await log.unfinished()
        guard !planned.isEmpty else { return [] }
        tell(.interrupted(made: try await log.madeInLastRun().count, planned: planned.count))
        try await log.end(at: workspace.now(), stopped: "interrupted")
        return planned.map(\.vm)
    }
}
