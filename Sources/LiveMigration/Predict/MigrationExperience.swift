internal import Estate
internal import Probes

/// What earlier moves teach: pure.
struct MigrationExperience: Sendable, Hashable {
    /// Bytes a second over the whole job, between these hosts or else any.
    var linkBytesPerSecond: Double?
    /// Share of the machine's memory that travelled.
    var memoryShare: Double?
    /// Pause beyond the remainder's time.
    var fixedPauseSeconds: Double?
    var setupSeconds: Double?

    /// - Parameter history: newest first; the newest eight of each kind count, by their median.
    init(_ history: [MigrationReport], machine: String, from: String, to: String) {
        let known = history.filter { ($0.job.memoryBytesPerSecond ?? 0) > 0 }
        let route = known.filter { Set([$0.from, $0.to]) == Set([from, to]) }
        linkBytesPerSecond = Self.median((route.isEmpty ? known : route).map { Self.rate($0) })
        memoryShare = Self.median(
            known.filter { $0.machine == machine }.map { report in
                Double(report.job.memoryProcessedBytes ?? 0) / Double(max(1, report.memoryMiB) << 20)
            })
        fixedPauseSeconds = Self.median(known.compactMap { $0.job.downtimeMilliseconds.map { $0 / 1000 } })
        setupSeconds = Self.median(
            known.compactMap { report in
                report.job.totalMilliseconds.map { max(0, report.wallSeconds - $0 / 1000) }
            })
    }

    /// The rate that explains the job's time: what travelled over how long it took.
    private static func rate(_ report: MigrationReport) -> Double {
        guard let total = report.job.totalMilliseconds, let bytes = report.job.memoryProcessedBytes, total > 0 else {
            return Double(report.job.memoryBytesPerSecond ?? 0)
        }
        return Double(bytes) / (total / 1000)
    }

    private static func median(_ values: [Double]) -> Double? {
        Percentiles(Array(values.prefix(8))).at(0.5)
    }
}
