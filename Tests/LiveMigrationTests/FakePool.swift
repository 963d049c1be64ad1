import Estate
import Pool
import Synchronization

/// A pool with one machine and two hosts, whose migration does what a test says.
final class FakePool: Pool {
    enum Course: Sendable {
        case succeeds
        case fails(Failure)
        /// Never ends by itself, and nothing remains smaller.
        case hangs
        /// Ends so long after the order for a post-copy, and not before.
        case succeedsAfterPostCopy(Duration)
        /// The destination's copy ends at the switch to post-copy, and the call is never answered, nor ended by anything.
        case hangsAtSwitch
        /// As libvirt 9.0 leaves it when QEMU 10.0 is cancelled while it connects: the call is never answered.
        case hangsAtAbort
    }

    let name = "fake"
    let features: Features = [.maxDowntime, .jobStatistics]
    let course: Course
    let found: [Concern]
    let place = Mutex("hosta")
    let changes = Mutex<[MigrationChange]>([])
    let moving = Mutex(false)

    init(_ course: Course, concerns: [Concern] = []) {
        self.course = course
        found = concerns
    }

    func hosts() async throws -> [Host] {
        ["hosta", "hostb"].map {
            Host(name: $0, cpus: 2, memoryBytes: 4 << 30, freeMemoryBytes: 4 << 30, hypervisor: "fake", versions: [])
        }
    }

    func machines() async throws -> [Machine] {
        [
            Machine(
                name: "dns", uuid: "u", host: place.withLock(\.self), state: .running, vcpus: 1, memoryBytes: 1 << 29,
                disks: [], macs: ["52:54:00:77:00:42"])
        ]
    }

    func storage() async throws -> [StorageRepository] { [] }
    func define(_ definition: MachineDefinition, on host: String) async throws -> Machine { try await machines()[0] }
    func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) async throws {}
    func shutDown(_ machine: String, on host: String, within limit: Duration) async throws {}
    func powerOff(_ machine: String, on host: String) async throws {}
    func undefine(_ machine: String, on host: String) async throws {}
    func load(over interval: Duration) async throws -> PoolLoad { PoolLoad(seconds: 1, machines: [], hosts: []) }
    func concerns(about request: MigrationRequest) async throws -> [Concern] { found }
    func abortMigration(of machine: String, on host: String) async throws {}

    func migrate(
        _ request: MigrationRequest, events: @escaping @Sendable (MigrationEvent) -> Void
    ) async throws -> JobStatistics {
        moving.withLock { $0 = true }
        defer { moving.withLock { $0 = false } }
        events(MigrationEvent(kind: .suspended, host: request.from, monotonicNanoseconds: 1_000_000))
        switch course {
        case .succeeds:
            place.withLock { $0 = request.to }
            events(MigrationEvent(kind: .resumed, host: request.to, monotonicNanoseconds: 81_000_000))
            return JobStatistics(totalMilliseconds: 900, downtimeMilliseconds: 80, memoryProcessedBytes: 1 << 28)
        case .fails(let failure): throw failure
        case .hangs:
            try await Task.sleep(for: .seconds(600))
            return JobStatistics()
        case .succeedsAfterPostCopy(let time):
            while !changes.withLock({ $0.contains(.postCopy) }) { try await Task.sleep(for: .milliseconds(10)) }
            try await Task.sleep(for: time)
            place.withLock { $0 = request.to }
            return JobStatistics()
        case .hangsAtSwitch, .hangsAtAbort:
            await Task.detached { try? await Task.sleep(for: .seconds(600)) }.value
            return JobStatistics()
        }
    }

    func condition(of machine: String, on host: String) async throws -> MachineCondition? {
        if case .hangsAtSwitch = course, moving.withLock(\.self) {
            return MachineCondition(host == "hosta" ? .paused : .shutOff)
        }
        return host == place.withLock(\.self) ? MachineCondition(.running) : nil
    }

    func jobProgress(of machine: String, on host: String) async throws -> JobProgress? {
        moving.withLock(\.self) ? JobProgress(memoryRemainingBytes: 1 << 28, iteration: 9) : nil
    }

    func adjustMigration(of machine: String, on host: String, _ change: MigrationChange) async throws {
        changes.withLock { $0.append(change) }
    }
}
