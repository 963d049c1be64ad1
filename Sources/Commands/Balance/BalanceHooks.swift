/// Programs (an argument list, never a shell line) or web addresses told of a run's start, end and failure.
struct BalanceHooks: Codable, Sendable, Hashable {
    var start: [[String]]?
    var end: [[String]]?
    var failure: [[String]]?
}
