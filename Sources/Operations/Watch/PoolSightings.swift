internal import Balancer
internal import CLinux
internal import Estate
internal import Pool

/// Looks at the pool again and again for people who watch it. Nothing is kept, and nothing is changed.
package actor PoolSightings {
    private let workspace: Workspace
    private let pool: any Pool
    private let memory: PoolMemory
    private let policy: BalancePolicyFile
    private var sight: PoolSight
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var tickets = 0
    private var wasFresh = false

    package init(in workspace: Workspace, policy: BalancePolicyFile) throws {
        self.workspace = workspace
        self.policy = policy
        pool = try workspace.openPool()
        memory = PoolMemory(workspace, pool)
        sight = PoolSight(pool: pool.name)
    }

    package var last: PoolSight { sight }

    /// Looks until the task is cancelled.
    ///
    /// - Parameter interval: seconds between the end of one look and the start of the next.
    package func run(every interval: Double) async {
        // Before threads make arenas of their own.
        clinux_return_memory()
        async let ages: Void = tellAges()
        while !Task.isCancelled {
            await look()
            // A look at thousands of VMs leaves tens of MiB behind that malloc keeps.
            clinux_return_memory()
            try? await Task.sleep(for: .seconds(interval))
        }
        await ages
    }

    /// Waits until there is another sight than `version`, or for `limit`.
    package func next(after version: Int, within limit: Duration) async -> PoolSight {
        guard sight.version == version else { return sight }
        tickets += 1
        let ticket = tickets
        let timer = Task {
            try? await Task.sleep(for: limit)
            wake(ticket)
        }
        await withCheckedContinuation { waiting[ticket] = $0 }
        timer.cancel()
        return sight
    }

    private func wake(_ ticket: Int) { waiting.removeValue(forKey: ticket)?.resume() }

    private func tell() {
        wasFresh = sight.isFresh(at: workspace.now())
        for ticket in Array(waiting.keys) { wake(ticket) }
    }

    /// A look that hangs ends no wait: what was seen grows old all the same, and that is news.
    private func tellAges() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            guard wasFresh, !sight.isFresh(at: workspace.now()) else { continue }
            sight.version += 1
            tell()
        }
    }

    private func look() async {
        do {
            let load = try await pool.load(over: .seconds(2))
            let closed = await memory.closedHosts()
            var (hosts, machines) = try await PoolObserver(pool: pool, closed: closed).seen()
            let storage = try await pool.storage()
            for index in hosts.indices where closed.value?.contains(hosts[index].name) == true {
                hosts[index].inMaintenance = true
            }
            sight.take(hosts: hosts, machines: machines, storage: storage, load: load, at: workspace.now())
            try judge(
                PoolObserver.state(
                    hosts: hosts, machines: machines, load: load, repositories: storage, closed: closed.value ?? [],
                    history: []), closed)
        } catch {
            guard !Task.isCancelled else { return }
            sight.failed((error as? Failure)?.because ?? "\(error)")
        }
        tell()
    }

    /// A host that is closed offers no room, one that cannot be asked may run anything: then this is not known.
    private func judge(_ seen: BalanceState, _ closed: Observed<Set<String>>) throws {
        var state = seen
        policy.complete(&state)
        let marks = closed.reason.map { PoolObserver.marksUnknown + $0 }
        sight.gaps = state.gaps + (marks.map { [$0] } ?? [])
        sight.survivesHostLoss =
            try (marks ?? state.blindness).map { .unknown(because: $0) }
            ?? .known(Balancer.hostLosses(state, limit: 1).survivable == 1)
        guard sight.survivesHostLoss.value != nil else { return }
        let spare = try Balancer.spare(state)
        for index in sight.hosts.indices {
            sight.hosts[index].reservedBytes = UInt64(max(0, spare[sight.hosts[index].host.name] ?? 0)) << 20
        }
    }
}
