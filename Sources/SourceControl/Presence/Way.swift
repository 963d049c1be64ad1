/// One way to see whether a server is there.
package protocol Way: Sendable {
    /// `ssh port`, `ping`, `neighbour`: the name in the journal.
    var name: String { get }
    func look() async -> WayAnswer
}

/// What one look brought.
package enum WayAnswer: Sendable, Hashable {
    /// Any reply at all, a refusal too: somebody is there.
    case answered(String)
    /// Asked, and heard nothing.
    case silent
    /// It could not be asked, or the answer says neither: it counts for nothing.
    case undecided(String)
}
