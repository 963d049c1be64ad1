package import Estate
package import Pool

/// What happens during a move, as it happens.
package enum MigrationNews: Sendable {
    /// Found before the move; no reason to refuse it.
    case concern(Concern)
    case event(MigrationEvent)
    case progress(ProgressSample)
    /// The limit of the pause was raised, in milliseconds.
    case limitRaised(Int)
    /// Switches were told of the new place.
    case announced
    /// The guest runs on the destination; the rest of its memory follows.
    case postCopyStarted
    /// What is done after a move that broke: `stopped the copy on hosta`.
    case settling(String)
    /// They will not be told early, because.
    case notAnnouncing(String)
}

/// The job at one moment, on the monotonic clock.
package struct ProgressSample: Sendable, Hashable {
    package var monotonicNanoseconds: UInt64
    package var progress: JobProgress
    /// The limit of the pause then, in milliseconds.
    package var limitMilliseconds: Int
}
