public import Estate
internal import Pool
public import Probes

/// The reference experiment: one DNS server moved back and forth with several memory sizes, under an ordinary client's
/// probes (one ping a second, a resolver) and under a hundred probes a second.
public struct Experiment: Sendable {
    public var machine: String
    public var hosts: (String, String)
    /// MiB, in this order.
    public var memory: [Int]
    /// Moves in each direction for each size.
    public var times: Int
    /// Settings of every move; machine and destination are filled in.
    public var order: MigrationOrder

    public init(machine: String, hosts: (String, String), memory: [Int], times: Int, order: MigrationOrder) {
        self.machine = machine
        self.hosts = hosts
        self.memory = memory
        self.times = times
        self.order = order
    }

    /// Probes as ordinary clients ask, then as often as an honest count needs.
    ///
    /// - Parameter expected: the address that the name must have; nil takes any.
    public static func probes(address: String, name: String, expected: String?, perSecond: Double) -> [ProbeSpec] {
        [
            ProbeSpec(.ping, host: address, port: 0, perSecond: 1),
            ProbeSpec(.ping, host: address, port: 0, perSecond: perSecond),
            ProbeSpec(.resolver(name: name, expected: expected), host: address, port: 53),
            ProbeSpec(.dns(name: name, expected: expected), host: address, port: 53, perSecond: perSecond),
        ]
    }

    /// Runs all moves.
    ///
    /// - Parameters:
    ///   - prepare: makes the machine run on the first host with that many MiB, touched, and answering.
    ///   - each: after every move: the size it was made with, its number from 1, of how many.
    public func run(
        with migration: LiveMigration, prepare: (Int) async throws -> Void,
        each: (MigrationRecord, Int, Int) async throws -> Void
    ) async throws -> [MigrationReport] {
        var reports: [MigrationReport] = []
        let total = memory.count * times * 2
        for size in memory {
            try await prepare(size)
            for round in 0..<(2 * times) {
                var next = order
                next.machine = machine
                next.to = round.isMultiple(of: 2) ? hosts.1 : hosts.0
                next.history = Array(reports.reversed()) + order.history
                let record = try await migration.run(next)
                reports.append(record.report)
                try await each(record, reports.count, total)
            }
        }
        return reports
    }
}
