package import Estate

/// What a run did, `p2v-balance-run/1`.
package struct BalanceRunReport: Sendable, Hashable, Codable {
    package static let format = "p2v-balance-run/1"

    package enum Outcome: String, Sendable, Hashable, Codable {
        case moved, failed
        /// Not started: the run stopped before, or an earlier failure stood in the way.
        case left
    }

    package struct Entry: Sendable, Hashable, Codable {
        package var vm: String
        package var from: String
        package var to: String
        package var outcome: Outcome
        package var detail: String

        package init(_ move: BalanceMove, _ outcome: Outcome, _ detail: String) {
            vm = move.vm
            from = move.from
            to = move.to
            self.outcome = outcome
            self.detail = detail
        }
    }

    package var format = Self.format
    package var startedAt: Moment
    package var endedAt: Moment
    package var entries: [Entry]
    /// Why the run ended before all moves were made; nil when they were.
    package var stopped: String?

    package init(startedAt: Moment, endedAt: Moment, entries: [Entry], stopped: String?) {
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.entries = entries
        self.stopped = stopped
    }

    package func count(_ outcome: Outcome) -> Int { entries.count { $0.outcome == outcome } }
}
