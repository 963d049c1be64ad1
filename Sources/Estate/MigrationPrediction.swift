/// What a live migration should take, said before it starts.
public struct MigrationPrediction: Sendable, Hashable, Codable {
    public enum Verdict: String, Sendable, Hashable, Codable {
        /// Memory is sent clearly faster than it is written.
        case go
        /// It will end, but with many passes or a held-back guest.
        case needsThrottling
        /// Memory is written as fast as it is sent.
        case willNotConverge
    }

    /// A value with the range it should fall into.
    public struct Estimate: Sendable, Hashable, Codable {
        public var value: Double
        public var low: Double
        public var high: Double

        public init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// What it was computed from: bytes that must travel, bytes written in a second, the link's bytes in a second.
    public var memoryBytes: Double
    public var dirtyBytesPerSecond: Double
    public var linkBytesPerSecond: Double
    /// The link's rate was learned from earlier moves, not assumed.
    public var learned: Bool
    public var rounds: Int
    public var totalSeconds: Estimate
    public var blackoutMilliseconds: Estimate
    public var verdict: Verdict
    /// One line: why.
    public var reason: String
    /// Bytes that the machine occupied on its host: what it touched, and the emulator itself. Nil where unknown.
    public var residentBytes: Double?
    /// The part of the pause that sends the remainder, in milliseconds; the rest is fixed.
    public var remainderMilliseconds: Double?

    public init(
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
