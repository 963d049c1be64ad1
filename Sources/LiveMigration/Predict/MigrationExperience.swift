internal import Estate
internal import Probes

/// What earlier moves teach: pure. Each value is the median of the newest five that fit best, nil while there is none.
struct MigrationExperience: Sendable, Hashable {
    /// How many moves count: enough to outvote one odd move, few enough to follow a link that changed.
    static let depth = 5

    /// Bytes a second of the memory's way: between these hosts, or else any.
    var linkBytesPerSecond: Double?
    /// Share of the machine's memory that travelled.
    var memoryShare: Double?
    /// Bytes that a machine occupies on its host and that do not travel: the emulator itself.
    var emulatorBytes: Double?
    /// Pause beyond the remainder's time.
    var fixedPauseSeconds: Double?
    /// Time that no memory explains.
    var setupSeconds: Double?

    private struct Lesson {
        var report: MigrationReport
        var passage: MigrationPassage
    }

    /// - Parameter history: newest first.
    init(_ history: [MigrationReport], machine: String, from: String, to: String) {
        let all = history.compactMap { report in
            MigrationPassage(report).map { Lesson(report: report, passage: $0) }
        }
        let route = Self.best(all) { Set([$0.report.from, $0.report.to]) == Set([from, to]) }
        let same = Self.best(route) { $0.report.machine == machine }
        let free = Self.best(route) { $0.report.bandwidthMiBPerSecond == nil }
        linkBytesPerSecond = Self.median(free.map(\.passage.bytesPerSecond))
        setupSeconds = Self.median(route.map(\.passage.setupSeconds))
        memoryShare = Self.median(all.filter { $0.report.machine == machine }.map(Self.share))
        emulatorBytes = Self.median(same.compactMap(Self.emulator))
        fixedPauseSeconds = Self.median(same.compactMap(Self.fixedPause))
    }

    private static func share(_ lesson: Lesson) -> Double {
        lesson.passage.bytes / Double(max(1, lesson.report.memoryMiB) << 20)
    }

    private static func emulator(_ lesson: Lesson) -> Double? {
        lesson.report.prediction?.residentBytes.map { $0 - lesson.passage.bytes }
    }

    private static func fixedPause(_ lesson: Lesson) -> Double? {
        lesson.passage.pauseSeconds.map { pause in
            max(0, pause - (lesson.report.prediction?.remainderMilliseconds ?? 0) / 1000)
        }
    }

    /// Those that fit, or all if none does.
    private static func best(_ lessons: [Lesson], _ fits: (Lesson) -> Bool) -> [Lesson] {
        let fitting = lessons.filter(fits)
        return fitting.isEmpty ? lessons : fitting
    }

    private static func median(_ values: [Double]) -> Double? {
        Percentiles(Array(values.prefix(depth))).at(0.5)
    }
}
