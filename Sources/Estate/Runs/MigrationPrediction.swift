/// What a live migration should take, said before it starts.
package struct MigrationPrediction: Sendable, Hashable, Codable {
    package enum Verdict: String, Sendable, Hashable, Codable {
        /// Memory is sent clearly faster than it is written.
        case go
        /// It will end, but with many passes or a held-back guest.
        case needsThrottling
        /// Memory is written as fast as it is sent.
        case willNotConverge
    }

    /// A value with the range it should fall into.
    package struct Estimate: Sendable, Hashable, Codable {
        package var value: Double
        package var low: Double
        package var high: Double

        package init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// What it was computed from: bytes that must travel, bytes written in a second, the link's bytes in a second.
    package var memoryBytes: Double
    package var dirtyBytesPerSecond: Double
    package var linkBytesPerSecond: Double
    /// The link's rate was learned from earlier moves, not assumed.
    package var learned: Bool
    package var rounds: Int
    package var totalSeconds: Estimate
    package var blackoutMilliseconds: Estimate
    package var verdict: Verdict
    /// One line: why.
    package var reason: String
    /// Bytes that the machine occupied on its host: what it touched, and the emulator itself. Nil where unknown.
    package var residentBytes: Double?
    /// The part of the pause that sends the remainder, in milliseconds; the rest is fixed.
    package var remainderMilliseconds: Double?

    package init(
        memoryBytes: Double, dirtyBytesPerSecond: Double, linkBytesPerSecond: Double, learned: Bool, rounds: Int,
        totalSeconds: Estimate, blackoutMilliseconds: Estimate, verdict: Verdict, reason: String,
        residentBytes: Double? = nil, remainderMilliseconds: Double? = nil
    ) {
        self.memoryBytes = memoryBytes
        self.dirtyBytesPerSecond = dirtyBytesPerSecond
        self.linkBytesPerSecond = linkBytesPerSecond
        self.learned = learned
        self.rounds = rounds
        self.totalSeconds = totalSeconds
        self.blackoutMilliseconds = blackoutMilliseconds
        self.verdict = verdict
        self.reason = reason
        self.residentBytes = residentBytes
        self.remainderMilliseconds = remainderMilliseconds
    }
}
