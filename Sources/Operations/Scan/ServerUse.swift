package import Estate
package import Scanner

/// A server's load in the figures that sizes are talked about with. Of rates and cores the 95th percentile: what 19 of 20
/// intervals stay below.
package struct ServerUse: Sendable, Hashable, Codable {
    /// Hours in which something was observed.
    package var hoursObserved: Double
    /// Of the last 28 days.
    package var observed: Double
    package var confidence: SeriesCoverage.Grade
    package var coresMean: Double
    package var cores95: Double
    package var coresPeak: Double
    /// Bytes in use, without caches.
    package var memoryPeakBytes: Double
    /// Operations a second; nil where no interval holds any, as no server that runs has: the collector kept none.
    package var diskOperations95: Double?
    /// Bytes a second; nil likewise.
    package var diskBytes95: Double?
    /// Bytes a second, in and out; nil likewise.
    package var networkBytes95: Double?

    /// Nil when nothing was observed.
    package init?(_ series: UtilisationSeries) {
        let seen = series.samples.compactMap(\.self).filter(Self.isSane)
        guard !seen.isEmpty else { return nil }
        let coverage = SeriesCoverage.of([series], days: 28)
        hoursObserved = Double(seen.count) * series.interval / 3600
        (observed, confidence) = (coverage.observed, coverage.grade)
        coresMean = seen.reduce(0) { $0 + $1.coresBusy } / Double(seen.count)
        coresPeak = seen.map(\.coresBusy).max() ?? 0
        memoryPeakBytes = seen.map(\.memoryBytes).max() ?? 0
        cores95 = Self.most(seen.map(\.coresBusy))
        diskOperations95 = Self.kept(seen.compactMap(\.diskOperations))
        diskBytes95 = Self.kept(seen.compactMap(\.diskBytes))
        networkBytes95 = Self.kept(seen.compactMap(\.networkBytes))
    }

    private static func isSane(_ sample: LoadSample) -> Bool {
        [sample.coresBusy, sample.memoryBytes, sample.diskOperations, sample.diskBytes, sample.networkBytes]
            .compactMap(\.self).allSatisfy { $0.isFinite && $0 >= 0 && $0 < 1e15 }
    }

    private static func kept(_ values: [Double]) -> Double? { values.contains { $0 > 0 } ? most(values) : nil }

    /// The value that 95 % do not exceed (nearest rank).
    private static func most(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[max(0, Int((0.95 * Double(sorted.count)).rounded(.up)) - 1)]
    }
}
