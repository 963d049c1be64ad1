/// When to send: a fixed grid on the monotonic clock, whatever the answers do (open loop).
struct Pace: Sendable, Hashable {
    let start: UInt64
    let period: UInt64
    private(set) var due: UInt64

    /// - Parameter perSecond: above 0.
    init(perSecond: Double, start: UInt64) {
        self.start = start
        period = max(1, UInt64((1e9 / perSecond).rounded()))
        due = start
    }

    /// Takes the slot that is due; nil before its time. A sender that stood still sends one probe for all the slots it
    /// missed, with the due time of the first, so that its lateness is on record and no burst is sent.
    mutating func take(at now: UInt64) -> UInt64? {
        guard now >= due else { return nil }
        defer { due += period * ((now - due) / period + 1) }
        return due
    }
}
