package import Estate
internal import Libvirt
internal import Synchronization
internal import XenAPI

extension XenPool {
    @discardableResult
    package func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics {
        if let worst = try await concerns(about: request).first(where: { $0.severity == .critical }) {
            throw Failure(
                "migrate the machine", on: request.machine, because: worst.seen, next: worst.advice, exit: .refused)
        }
        let way = try await way(of: request)
        let clock = ContinuousClock()
        let began = clock.now
        defer { moves.withLock { $0[request.machine] = nil } }
        do {
            _ = try await client.run(
                way.method, way.parameters,
                started: { task in
                    self.moves.withLock {
                        $0[request.machine] = XenMove(task: task, memoryBytes: way.memoryBytes, began: began)
                    }
                    events(
                        MigrationEvent(
                            kind: .started, host: request.to, monotonicNanoseconds: Libvirt.monotonicNanoseconds()))
                }, progress: { share in self.moves.withLock { $0[request.machine]?.share = share } })
        } catch let error as XenError {
            guard Self.leavesOpen(error) else { throw await explain(error, request) }
            try await settle(request, error)
        }
        events(
            MigrationEvent(
                kind: .jobCompleted, host: request.from, monotonicNanoseconds: Libvirt.monotonicNanoseconds()))
        return JobStatistics(
            totalMilliseconds: (clock.now - began).inSeconds * 1000, memoryTotalBytes: way.memoryBytes)
    }

    /// Our own from its events; another p2v's is looked up.
    package func jobProgress(of machine: String, on host: String) async throws -> JobProgress? {
        if let move = moves.withLock({ $0[machine] }) { return move.progress }
        let attempt = "watch the migration"
        let tables = try await tables([.pool, .host, .VM], to: attempt)
        guard tables.host(named: host) != nil else { throw noHost(host, tables) }
        guard let vm = try tables.find(.name(machine), on: host, to: attempt) else { return nil }
        do {
            guard let task = try vm.migrationTask() else { return nil }
            // The VM says that it moves: a task that cannot be read any more says nothing against it.
            let state = try await client.record("task", task)
            let began = state.flatMap { XenDate.seconds($0.text("created")) }
            return JobProgress(
                share: state?["progress"].double ?? 0, memoryBytes: UInt64(clamping: vm.int("memory_static_max")),
                elapsedMilliseconds: began.map { UInt64(clamping: (now() - $0) * 1000) })
        } catch let error as XenError {
            throw error.failure(attempt, on: machine)
        }
    }

    package func abortMigration(of machine: String, on host: String) async throws {
        let attempt = "abort the migration"
        let tables = try await tables([.pool, .host, .VM], to: attempt)
        let vm = try vm(machine, on: host, tables, to: attempt)
        let task: String?
        do { task = try vm.migrationTask() } catch { throw error.failure(attempt, on: machine) }
        guard let task else {
            throw Failure(
                attempt, on: machine, because: "none is under way",
                next: "see `p2v pool`: the migration may be over already")
        }
        try await call("task.cancel", [.string(task)], to: attempt, on: machine)
    }
}

extension XenRecord {
    /// The task that moves this machine; nil when XAPI says that none does.
    ///
    /// - Throws: when it does not say what is done to the machine: a move that is not seen is not one that has ended.
    func migrationTask() throws(XenError) -> String? {
        guard case .object(let operations) = self["current_operations"] else {
            throw .malformed(address: "XAPI", reason: "it does not say what is done to \(label)")
        }
        return operations.first { ["pool_migrate", "migrate_send"].contains($0.value.text) }?.name
    }
}
