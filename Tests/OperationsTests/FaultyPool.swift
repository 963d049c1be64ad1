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
        /// Moves that were ordered.
        var ordered: [MigrationRequest] = []
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
        return try await pool.migrate(request, events: events)
    }

    func hosts() async throws -> [Host] { await pool.hosts() }
    func machines() async throws -> [Machine] { await pool.machines() }
    func storage() async throws -> [StorageRepository] { await pool.storage() }
    func define(_ definition: MachineDefinition, on host: String) async throws -> Machine {
        try await pool.define(definition, on: host)
    }
    func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws {
        try await pool.start(machine, on: host, despiteSilenceOf: dead)
    }
    /// The kept definition is the VM's name.
    func restore(_ definition: String, on host: String) async throws {
        if let silent = faults.withLock(\.silencedByRestore) { await pool.setReachable(false, silent) }
        await pool.add(
            Machine(
                name: definition, uuid: definition, host: host, state: .shutOff, vcpus: 1, memoryBytes: 1 << 30,
                disks: [], macs: []))
    }
    func shutDown(_ machine: String, on host: String, within limit: Duration) async throws {
        try await pool.shutDown(machine, on: host, within: limit)
    }
    func powerOff(_ machine: String, on host: String) async throws { try await pool.powerOff(machine, on: host) }
    func undefine(_ machine: String, on host: String) async throws { try await pool.undefine(machine, on: host) }
    func load(over interval: Duration) async throws -> PoolLoad { try await pool.load(over: interval) }
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
