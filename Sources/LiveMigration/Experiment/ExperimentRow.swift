package import Estate
internal import Probes

/// All moves of one size, load and preset in one direction, as one line of the table. Medians; losses are sums.
package struct ExperimentRow: Sendable, Hashable, Codable {
    /// A median with the smallest and the largest.
    package struct Spread: Sendable, Hashable, Codable {
        package var median: Double
        package var low: Double
        package var high: Double

        init?(_ values: [Double]) {
            guard let low = values.min(), let high = values.max(), let median = Percentiles(values).at(0.5) else {
                return nil
            }
            self.median = median
            self.low = low
            self.high = high
        }
    }

    /// Probes of one kind over all moves of the row.
    package struct Losses: Sendable, Hashable, Codable {
        package var sent: Int
        package var lost: Int
    }

    package var load: String
    package var preset: String
    package var memoryMiB: Int
    package var from: String
    package var to: String
    package var moves: Int
    package var totalSeconds: Spread?
    package var downtimeMilliseconds: Spread?
    package var movedBytes: Spread?
    /// One ping a second, and an ordinary resolver.
    package var ordinaryPing: Losses
    package var ordinaryLookups: Losses
    /// As many probes a second as the experiment was told.
    package var ping: Losses
    package var lookups: Losses
    package var longestGapMilliseconds: Double?
    /// Of the frequent ping: the median before, the largest during, the median after.
    package var pingBefore: Double?
    package var pingPeak: Double?
    package var pingAfter: Double?

    /// - Parameters:
    ///   - reports: all that are alike, at least `first`.
    init(_ reports: [MigrationReport], like first: MigrationReport) {
        load = first.load ?? "idle"
        preset = first.preset ?? "p2v"
        memoryMiB = first.memoryMiB
        from = first.from
        to = first.to
        moves = reports.count
        totalSeconds = Spread(reports.map(\.wallSeconds))
        downtimeMilliseconds = Spread(reports.compactMap(\.job.downtimeMilliseconds))
        movedBytes = Spread(reports.compactMap { $0.job.memoryProcessedBytes.map { Double($0) } })
        let probes = reports.flatMap(\.probes)
        let often = probes.filter { $0.probe.hasPrefix("ping:") && $0.perSecond > 1 }
        ordinaryPing = Losses(probes.filter { $0.probe.hasPrefix("ping:") && $0.perSecond <= 1 })
        ordinaryLookups = Losses(probes.filter { $0.probe.hasPrefix("resolver:") })
        ping = Losses(often)
        lookups = Losses(probes.filter { $0.probe.hasPrefix("dns:") })
        longestGapMilliseconds = probes.filter { $0.perSecond > 10 }.map(\.longestGapMilliseconds).max()
        pingBefore = Percentiles(often.compactMap(\.before.median)).at(0.5)
        pingPeak = often.compactMap(\.during.maximum).max()
        pingAfter = Percentiles(often.compactMap(\.after.median)).at(0.5)
    }

    /// One row for each load, size, preset and direction, in the order in which they were made.
    package static func rows(_ reports: [MigrationReport]) -> [ExperimentRow] {
        var groups: [(first: MigrationReport, all: [MigrationReport])] = []
        for report in reports {
            if let known = groups.firstIndex(where: { Self.alike($0.first, report) }) {
                groups[known].all.append(report)
            } else {
                groups.append((report, [report]))
            }
        }
        return groups.map { ExperimentRow($0.all, like: $0.first) }
    }

    private static func alike(_ one: MigrationReport, _ other: MigrationReport) -> Bool {
        one.memoryMiB == other.memoryMiB && one.from == other.from && one.to == other.to && one.load == other.load
            && one.preset == other.preset
    }
}

extension ExperimentRow.Losses {
    init(_ probes: [ProbeReport]) {
        self.init(sent: probes.reduce(0) { $0 + $1.sent }, lost: probes.reduce(0) { $0 + $1.lost })
    }
}
