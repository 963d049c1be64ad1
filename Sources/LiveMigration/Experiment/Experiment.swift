package import Estate
internal import Pool
package import Probes

/// The reference experiment: one DNS server moved back and forth with several memory sizes, under an ordinary client's
/// probes (one ping a second, a resolver) and under a hundred probes a second.
package struct Experiment: Sendable {
    package var machine: String
    package var hosts: (String, String)
    /// MiB, in this order.
    package var memory: [Int]
    package var loads: [ExperimentLoad] = [.idle]
    /// They take turns, so that a busy minute of the machine is nobody's alone.
    package var presets: [ExperimentPreset] = [.p2v]
    /// Moves in each direction for each size, load and preset.
    package var times: Int
    /// Settings of every move; machine and destination are filled in.
    package var order: MigrationOrder
    /// What ``ExperimentLoad/dns(perSecond:)`` asks.
    package var question: ProbeSpec?

    package init(machine: String, hosts: (String, String), memory: [Int], times: Int, order: MigrationOrder) {
        self.machine = machine
        self.hosts = hosts
        self.memory = memory
        self.times = times
        self.order = order
    }

    /// Probes as ordinary clients ask, then as often as an honest count needs.
    ///
    /// - Parameter expected: the address that the name must have; nil takes any.
    package static func probes(address: String, name: String, expected: String?, perSecond: Double) -> [ProbeSpec] {
        [
            ProbeSpec(.ping, host: address, port: 0, perSecond: 1),
            ProbeSpec(.ping, host: address, port: 0, perSecond: perSecond),
            ProbeSpec(.resolver(name: name, expected: expected), host: address, port: 53),
            ProbeSpec(.dns(name: name, expected: expected), host: address, port: 53, perSecond: perSecond),
        ]
    }

    /// All the moves there will be.
    package var total: Int { loads.count * memory.count * presets.count * times * 2 }

    /// Runs all moves. One that fails (a writer that no setting moves) is told and left out.
    ///
    /// - Parameters:
    ///   - prepare: makes the machine run on the first host with that many MiB and that load, touched, and answering.
    ///   - each: after every move: what came out, its number from 1.
    package func run(
        with migration: LiveMigration, prepare: (Int, ExperimentLoad) async throws -> Void,
        each: (Result<MigrationRecord, Failure>, Int) async throws -> Void
    ) async throws -> [MigrationReport] {
        var reports: [MigrationReport] = []
        var number = 0
        for load in loads {
            for size in memory {
                try await prepare(size, load)
                var place = hosts.0
                for round in 0..<(2 * times * presets.count) {
                    number += 1
                    let preset = presets[(round / 2) % presets.count]
                    let next = move(to: place == hosts.0 ? hosts.1 : hosts.0, preset, reports)
                    let result = try await one(next, load, preset, with: migration)
                    if case .success(let record) = result {
                        reports.append(record.report)
                        place = record.report.to
                    }
                    try await each(result, number)
                }
            }
        }
        return reports
    }

    private func move(to host: String, _ preset: ExperimentPreset, _ reports: [MigrationReport]) -> MigrationOrder {
        var next = preset.applied(to: order)
        next.machine = machine
        next.to = host
        next.history = Array(reports.reversed()) + order.history
        return next
    }

    private func one(
        _ order: MigrationOrder, _ load: ExperimentLoad, _ preset: ExperimentPreset, with migration: LiveMigration
    ) async throws -> Result<MigrationRecord, Failure> {
        let noise = try await self.noise(load)
        do {
            var record = try await migration.run(order)
            record.report.load = load.description
            record.report.preset = preset.rawValue
            _ = await noise?.stop()
            return .success(record)
        } catch let failure as Failure where failure.exit != .interrupted {
            _ = await noise?.stop()
            return .failure(failure)
        }
    }

    private func noise(_ load: ExperimentLoad) async throws -> ProbeRunner? {
        guard case .dns(let rate) = load, let question else { return nil }
        return try await ProbeRunner.start([question], perSecond: Double(rate))
    }
}
