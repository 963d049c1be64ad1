import Estate
import Pool
import Synchronization

/// Another pool with faults: a filter that says only what it changes.
final class FaultyPool: Pool {
    struct Faults {
        /// What speaks against a VM's move to a host, by `VM→HOST`.
        var refused: [String: Concern] = [:]
        /// Hosts that answer no question about a move to them.
        var mute: Set<String> = []
        /// Moves break with this error once the guest stands still.
        var breaks: Failure?
        /// A host that falls silent as a VM is defined anew.
        var silencedByRestore: String?
        /// No VM's load can be told.
        var isLoadless = false
        /// The whole pool does not answer when it is asked for its load.
        var isMute = false
        /// The question for its load is never answered, and nothing ends it.
        var standsStill = false
        /// Host `a` answers so many questions for hosts and machines, and then no more.
        var silentAfter: Int?
        /// The process ends at an act on the pool.
        var death: Death?
        /// Moves that were ordered.
        var ordered: [MigrationRequest] = []
    }

    /// The process ends before or after so many acts (moves, definitions, starts). It cannot be stopped from going on
    /// here: `seen` is called at that moment, to keep the files as they are then, and nothing acts on the pool any more.
    struct Death {
        var act: Int
        var isAfter: Bool
        var acts = 0
        var seen: @Sendable () -> Void
    }

    let faults = Mutex(Faults())
    private let pool: SimulatedPool

    init(_ pool: SimulatedPool) { self.pool = pool }

    var name: String { pool.name }
    var features: Features { pool.features }

    func concerns(about request: MigrationRequest) async throws -> [Concern] {
        if faults.withLock({ $0.mute.contains(request.to) }) {
            throw Failure("ask the host", on: request.to, because: "no answer", next: "look")
        }
        let own = faults.withLock { $0.refused["\(request.machine)→\(request.to)"] }
        return try await pool.concerns(about: request) + [own].compactMap(\.self)
    }

    func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics {
        faults.withLock { $0.ordered.append(request) }
        if let error = faults.withLock(\.breaks) {
            events(MigrationEvent(kind: .suspended, host: request.from, monotonicNanoseconds: 1))
            throw error
        }
        return try await act { try await pool.migrate(request, events: events) }
    }

    private func act<Result>(_ work: () async throws -> Result) async throws -> Result {
        let death = faults.withLock { faults in
            faults.death?.acts += 1
            return faults.death
        }
        guard let death, death.acts >= death.act else { return try await work() }
        let end = Failure("go on", on: "p2v", because: "it was killed", next: "run it again")
        guard death.acts == death.act else { throw end }
        if death.isAfter { _ = try await work() }
        death.seen()
        throw end
    }

    func hosts() async throws -> [Host] {
        await fall()
        return await pool.hosts()
    }
    func machines() async throws -> [Machine] {
        await fall()
        return await pool.machines()
    }
    /// The pool without the faults.
    var inside: SimulatedPool { pool }

    private func fall() async {
        let left: Int? = faults.withLock { faults in
            faults.silentAfter = faults.silentAfter.map { $0 - 1 }
            return faults.silentAfter
        }
        if let left { await pool.setReachable(left >= 0, "a") }
    }
    func storage() async throws -> [StorageRepository] { await pool.storage() }
    func define(_ definition: MachineDefinition, on host: String) async throws -> Machine {
        try await pool.define(definition, on: host)
    }
    func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws {
        try await act { try await pool.start(machine, on: host, despiteSilenceOf: dead) }
    }
    /// The kept definition is the VM's name.
    func restore(_ definition: String, on host: String) async throws {
        if let silent = faults.withLock(\.silencedByRestore) { await pool.setReachable(false, silent) }
        let machine = Machine(
            name: definition, uuid: definition, host: host, state: .shutOff, vcpus: 1, memoryBytes: 1 << 30, disks: [],
            macs: [])
        try await act {
            // The same definition twice is one definition.
            guard await !pool.machines().contains(where: { $0.name == definition && $0.host == host }) else { return }
            await pool.add(machine)
        }
    }
    func shutDown(_ machine: String, on host: String, within limit: Duration) async throws {
        try await pool.shutDown(machine, on: host, within: limit)
    }
    func powerOff(_ machine: String, on host: String) async throws { try await pool.powerOff(machine, on: host) }
    func undefine(_ machine: String, on host: String) async throws { try await pool.undefine(machine, on: host) }
    func load(over interval: Duration) async throws -> PoolLoad {
        if faults.withLock(\.isMute) { throw Failure("ask the pool", on: name, because: "no answer", next: "look") }
        if faults.withLock(\.standsStill) { await Task { try? await Task.sleep(for: .seconds(600)) }.value }
        var load = try await pool.load(over: interval)
        if faults.withLock(\.isLoadless) { load.machines = [] }
        return load
    }
    func jobProgress(of machine: String, on host: String) async throws -> JobProgress? {
        try await pool.jobProgress(of: machine, on: host)
    }
    func abortMigration(of machine: String, on host: String) async throws {
        try await pool.abortMigration(of: machine, on: host)
    }
    func dirtyRate(of machine: String, on host: String, seconds: Int) async throws -> UInt64 {
        try await pool.dirtyRate(of: machine, on: host, seconds: seconds)
    }
}

extension FaultyPool {
    /// The pool, with definitions that can be restored.
    static func standIn(for pool: any Pool) -> any Pool {
        (pool as? SimulatedPool).map { FaultyPool($0) } ?? pool
    }

    /// Three hosts of 8 GiB; the VMs of 1 GiB run on the first, with a disk that all hosts reach.
    static func threeHosts(_ machines: [String]) async -> FaultyPool {
        let hosts = ["a", "b", "c"].map {
            Host(
                name: $0, cpus: 4, memoryBytes: 8 << 30, freeMemoryBytes: 0, hypervisor: "kvm", versions: [])
        }
        let pool = SimulatedPool(hosts: hosts)
        for name in machines {
            await pool.add(
                Machine(
                    name: name, uuid: name, host: "a", state: .running, vcpus: 1, memoryBytes: 1 << 30, disks: [],
                    macs: []))
        }
        return FaultyPool(pool)
    }
}
