/// One change to a guest: what was found, why it matters, what is written, and how to go back.
public struct Change: Sendable, Hashable, Codable {
    public enum Outcome: String, Sendable, Hashable, Codable {
        case planned, applied
    }

    /// The decider that asked for it: `fstab-names`.
    public var id: String
    /// Numbers of the conversion cases that it covers.
    public var cases: [Int]
    public var path: String
    /// What is there now.
    public var found: String
    /// What would break.
    public var why: String
    /// What is there afterwards.
    public var writes: String
    public var undo: String
    public var outcome = Outcome.planned
}
