public import Estate

/// What a run did, `p2v-balance-run/1`.
public struct BalanceRunReport: Sendable, Hashable, Codable {
    public static let format = "p2v-balance-run/1"

    public enum Outcome: String, Sendable, Hashable, Codable {
        case moved, failed
        /// Not started: the run stopped before, or an earlier failure stood in the way.
        case left
    }

    public struct Entry: Sendable, Hashable, Codable {
        public var vm: String
        public var from: String
        public var to: String
        public var outcome: Outcome
        public var detail: String

        public init(_ move: BalanceMove, _ outcome: Outcome, _ detail: String) {
            vm = move.vm
            from = move.from
            to = move.to
            self.outcome = outcome
            self.detail = detail
        }
    }

    public var format = Self.format
    public var startedAt: Moment
    public var endedAt: Moment
    public var entries: [Entry]
    /// Why the run ended before all moves were made; nil when they were.
    public var stopped: String?

    public init(startedAt: Moment, endedAt: Moment, entries: [Entry], stopped: String?) {
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.entries = entries
        self.stopped = stopped
    }

    public func count(_ outcome: Outcome) -> Int { entries.count { $0.outcome == outcome } }
}
