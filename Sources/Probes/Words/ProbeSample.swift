/// One probe: when it was due, when it left, how it ended. Times are nanoseconds of CLOCK_MONOTONIC.
package struct ProbeSample: Sendable, Hashable, Codable {
    package enum Outcome: String, Sendable, Hashable, Codable {
        case waiting
        case answered
        /// No answer in time.
        case lost
        /// An answer that says no: refused, unreachable, a wrong address.
        case refused
    }

    package var due: UInt64
    package var sent: UInt64
    /// When the answer, or the refusal, reached this machine; 0 where nothing came.
    package var ended: UInt64 = 0
    package var outcome: Outcome = .waiting

    package init(due: UInt64, sent: UInt64, ended: UInt64 = 0, outcome: Outcome = .waiting) {
        self.due = due
        self.sent = sent
        self.ended = ended
        self.outcome = outcome
    }

    /// Milliseconds from leaving to the answer; nil where there is none.
    package var latencyMilliseconds: Double? {
        outcome == .answered ? Double(ended &- sent) / 1e6 : nil
    }

    /// How late the sender was, in milliseconds: its own fault, never the network's.
    package var latenessMilliseconds: Double { Double(sent &- due) / 1e6 }
}
