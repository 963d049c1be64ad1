package import Estate

/// One line of a move's trail. What the hypervisor does not say is left out.
package struct TrailLine: Sendable, Hashable, Codable {
    /// The first line.
    package struct Head: Sendable, Hashable, Codable {
        package static let format = "p2v-move-trail/1"

        package var format = Self.format
        package var machine: String
        package var from: String
        package var to: String
        package var begunAt: Moment
        package var memoryBytes: UInt64
        package var prediction: MigrationPrediction?

        package init(
            machine: String, from: String, to: String, begunAt: Moment, memoryBytes: UInt64,
            prediction: MigrationPrediction? = nil
        ) {
            (self.machine, self.from, self.to, self.begunAt) = (machine, from, to, begunAt)
            (self.memoryBytes, self.prediction) = (memoryBytes, prediction)
        }
    }

    /// One probe: when it left, and after how long it was answered; nil: it was lost, or refused.
    package struct Answer: Sendable, Hashable, Codable {
        package var at: Double
        package var milliseconds: Double?

        package init(at: Double, milliseconds: Double?) { (self.at, self.milliseconds) = (at, milliseconds) }
    }

    /// Since the first line.
    package var milliseconds: Double
    /// `progress`, `probe`, `suspended`, `resumed`, `moved`, `failed`, …
    package var what: String
    package var host: String?
    package var remainingBytes: UInt64?
    package var totalBytes: UInt64?
    package var pass: UInt64?
    package var dirtyBytesPerSecond: UInt64?
    package var bytesPerSecond: UInt64?
    package var limitMilliseconds: Int?
    package var because: String?
    package var probe: String?
    package var answers: [Answer]?
    /// Of a move that has ended, as the hypervisor says.
    package var pauseMilliseconds: Double?
    package var wallSeconds: Double?

    package init(milliseconds: Double, what: String) { (self.milliseconds, self.what) = (milliseconds, what) }
}
