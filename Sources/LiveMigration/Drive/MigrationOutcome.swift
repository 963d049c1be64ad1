internal import Estate
internal import Pool

/// What a finished move left, beside its probes. Times are CLOCK_MONOTONIC.
struct MigrationOutcome: Sendable {
    var job: JobStatistics
    var began: UInt64
    var ended: UInt64
    var events: [MigrationEvent]
    var samples: [ProgressSample]
    var limitMilliseconds: Int
    /// When the switches were told of the new place; nil if they were not.
    var announced: UInt64?
}
