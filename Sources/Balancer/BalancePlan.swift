/// Ordered moves that are feasible one after another, with what they are worth. Its JSON form is `p2v-balance/1`.
public struct BalancePlan: Sendable, Hashable, Codable {
    public static let format = "p2v-balance/1"

    public var format = Self.format
    public var goal: BalancePolicy.Goal
    public var moves: [BalanceMove]
    /// What should move and cannot, with the reason.
    public var stays: [BalanceStay]
    public var before: BalanceScore
    public var after: BalanceScore
    /// What the plan was made from; only in a plan that is kept.
    public var basis: BalanceBasis?
    /// What could not be observed.
    public var gaps: [String]
    /// Hosts that the plan empties, where that is its goal.
    public var saving: PowerSaving?

    public init(
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
