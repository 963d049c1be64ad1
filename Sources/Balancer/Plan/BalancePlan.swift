/// Ordered moves that are feasible one after another, with what they are worth. Its JSON form is `p2v-balance/1`.
package struct BalancePlan: Sendable, Hashable, Codable {
    package static let format = "p2v-balance/1"

    package var format = Self.format
    package var goal: BalancePolicy.Goal
    package var moves: [BalanceMove]
    /// What should move and cannot, with the reason.
    package var stays: [BalanceStay]
    package var before: BalanceScore
    package var after: BalanceScore
    /// What the plan was made from; only in a plan that is kept.
    package var basis: BalanceBasis?
    /// What could not be observed.
    package var gaps: [String]
    /// Where VMs that wait can start once the moves are made; nil where none waits.
    package var rooms: [BalanceRoom]?
    /// Hosts that the plan empties, where that is its goal.
    package var saving: PowerSaving?

    /// There is something to move or to start.
    package var hasWork: Bool { !moves.isEmpty || rooms != nil }

    package init(
        goal: BalancePolicy.Goal, moves: [BalanceMove], stays: [BalanceStay], before: BalanceScore,
        after: BalanceScore, basis: BalanceBasis? = nil, gaps: [String] = []
    ) {
        self.goal = goal
        self.moves = moves
        self.stays = stays
        self.before = before
        self.after = after
        self.basis = basis
        self.gaps = gaps
    }
}
