internal import Estate
internal import Pool

/// Tells when the destination's copy of a post-copy has been gone for so long that its move will not end by itself: pure.
///
/// A QEMU (10.0) whose peer dies while it begins the post-copy neither ends its migration nor lets go of its own copy, and
/// its daemon waits for it for ever.
struct EndedCopy: Sendable {
    /// Far longer than a daemon takes to tell of a move that broke.
    static let limit = 30.0

    let limit: Double
    private var since: Double?

    init(limit: Double) { self.limit = limit }

    /// - Parameters:
    ///   - condition: the machine on the destination. A host that does not answer says nothing of it: what has ended stays
    ///     so, and what has not may have.
    ///   - seconds: since the move began.
    mutating func isOver(_ condition: Observed<MachineCondition?>, at seconds: Double) -> Bool {
        guard case .known(let known) = condition else { return false }
        guard Standing(known).isEmpty else {
            since = nil
            return false
        }
        let began = since ?? seconds
        since = began
        return seconds - began >= limit
    }
}
