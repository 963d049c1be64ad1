/// Looks at the facts, and drafts what has to change. Pure: no I/O, no clock, no randomness.
protocol Decider: Sendable {
    /// Stable name for reports.
    var id: String { get }
    /// Numbers of the conversion cases that it covers.
    var cases: [Int] { get }
    /// Files whose text it wants to see; patterns as of glob(7).
    var reads: [String] { get }
    /// Paths that it only asks whether they exist; patterns as of glob(7).
    var looks: [String] { get }

    func decide(_ draft: inout Draft)
}

extension Decider {
    var looks: [String] { [] }
}
