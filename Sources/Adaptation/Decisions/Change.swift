/// One change to a guest: what was found, why it matters, what is written, and how to go back.
package struct Change: Sendable, Hashable, Codable {
    package enum Outcome: String, Sendable, Hashable, Codable {
        case planned, applied
    }

    /// The decider that asked for it: `fstab-names`.
    package var id: String
    /// Numbers of the conversion cases that it covers.
    package var cases: [Int]
    package var path: String
    /// What is there now.
    package var found: String
    /// What would break.
    package var why: String
    /// What is there afterwards.
    package var writes: String
    package var undo: String
    package var outcome = Outcome.planned
}
