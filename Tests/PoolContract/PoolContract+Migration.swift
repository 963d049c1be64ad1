internal import Estate
internal import Pool
internal import Synchronization

extension PoolContract {
    static let migration = [
        Promise("a running machine moves, is known in one place only, and comes back") { subject in
            let definition = try await started("contract-move", subject)
            for (from, to) in [(subject.first, subject.second), (subject.second, subject.first)] {
                let log = EventLog()
                let request = MigrationRequest(machine: definition.name, from: from, to: to)
                let job = try await subject.pool.migrate(request) { log.add($0) }
                let places = try await subject.pool.machines().filter { $0.name == definition.name }
                try require(places.map(\.host) == [to], "it is on \(places.map(\.host))")
                try require(places.first?.state == .running, "it is \(String(describing: places.first?.state))")
                if subject.pool.features.contains(.jobStatistics) { try complete(job) }
                if subject.pool.features.contains(.migrationEvents) { try ordered(log.events, from, to) }
            }
        },
        Promise("a migration that cannot succeed is refused, and says why") { subject in
            let definition = try await started("contract-stay", subject)
            let same = MigrationRequest(machine: definition.name, from: subject.first, to: subject.first)
            try await refused("source and destination") { try await subject.pool.migrate(same) { _ in } }
            let nowhere = MigrationRequest(machine: definition.name, from: subject.first, to: "nowhere")
            try await refused("nowhere") { try await subject.pool.migrate(nowhere) { _ in } }
            try await subject.pool.powerOff(definition.name, on: subject.first)
            let off = MigrationRequest(machine: definition.name, from: subject.first, to: subject.second)
            try await refused("shutOff") { try await subject.pool.migrate(off) { _ in } }
        },
        Promise("a cancelled migration leaves the machine running where it was", needs: .bandwidth) { subject in
            let definition = try await started("contract-cancel", subject)
            // Slow enough that it cannot be over before it is cancelled.
            let request = MigrationRequest(
                machine: definition.name, from: subject.first, to: subject.second, bandwidthMiBPerSecond: 1)
            let work = Task { try await subject.pool.migrate(request) { _ in } }
            try await untilUnderWay(definition.name, subject)
            work.cancel()
            switch await work.result {
            case .success: throw Broken(description: "it finished although it was cancelled")
            case .failure(let error):
                try require(error is CancellationError, "it ended with \(error)")
            }
            try await stayed(definition.name, subject)
        },
        Promise("an aborted migration leaves the machine running where it was", needs: .bandwidth) { subject in
            let definition = try await started("contract-abort", subject)
            let request = MigrationRequest(
                machine: definition.name, from: subject.first, to: subject.second, bandwidthMiBPerSecond: 1)
            async let outcome: Void = refused("aborted") { try await subject.pool.migrate(request) { _ in } }
            try await untilUnderWay(definition.name, subject)
            try await subject.pool.abortMigration(of: definition.name, on: subject.first)
            try await outcome
            try await stayed(definition.name, subject)
        },
        Promise("a guest's dirty rate is measured", needs: .dirtyRate) { subject in
            let definition = try await started("contract-dirty", subject)
            let rate = try await subject.pool.dirtyRate(of: definition.name, on: subject.first, seconds: 1)
            try require(rate < 1 << 40, "\(rate) bytes a second")
        },
    ]

    private static func started(_ name: String, _ subject: Subject) async throws -> MachineDefinition {
        let definition = try await subject.definition(name)
        try await subject.pool.define(definition, on: subject.first)
        try await subject.pool.start(definition.name, on: subject.first)
        try await subject.settle()
        return definition
    }

    private static func untilUnderWay(_ machine: String, _ subject: Subject) async throws {
        for _ in 0..<500 {
            let progress = try await subject.pool.jobProgress(of: machine, on: subject.first)
            if let processed = progress?.memoryTotalBytes, processed > 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Broken(description: "no progress within 5 s")
    }

    private static func stayed(_ machine: String, _ subject: Subject) async throws {
        let places = try await subject.pool.machines().filter { $0.name == machine && $0.state != .shutOff }
        try require(places.map(\.host) == [subject.first], "it is on \(places.map(\.host))")
        try require(places.first?.state == .running, "it is \(String(describing: places.first?.state))")
        try require(
            try await subject.pool.jobProgress(of: machine, on: subject.first) == nil, "a job is still under way")
    }

    private static func complete(_ job: JobStatistics) throws(Broken) {
        guard let total = job.totalMilliseconds, let pause = job.downtimeMilliseconds,
            let memory = job.memoryProcessedBytes
        else { throw Broken(description: "statistics are missing: \(job)") }
        try require(total > 0 && pause >= 0 && pause <= total && memory > 0, "the statistics are odd: \(job)")
    }

    private static func ordered(_ events: [MigrationEvent], _ from: String, _ to: String) throws(Broken) {
        let suspended = events.first { $0.kind == .suspended && $0.host == from }
        let resumed = events.last { $0.kind == .resumed && $0.host == to }
        guard let suspended, let resumed else {
            throw Broken(description: "events are missing: \(events.map { "\($0.host) \($0.name)" })")
        }
        try require(
            suspended.monotonicNanoseconds <= resumed.monotonicNanoseconds, "it was resumed before it was suspended")
    }
}

private final class EventLog: Sendable {
    private let list = Mutex<[MigrationEvent]>([])

    func add(_ event: MigrationEvent) { list.withLock { $0.append(event) } }

    var events: [MigrationEvent] { list.withLock(\.self) }
}
