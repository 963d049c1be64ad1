/// What the operator wants of balancing. The defaults suit a pool that serves by day and is looked after by night.
package struct BalancePolicy: Sendable, Hashable, Codable {
    package enum Goal: String, Sendable, Hashable, Codable, CaseIterable {
        /// Only hosts above the ceiling.
        case relieve
        /// Overload, then imbalance above `tolerance`.
        case balance
        /// As even as moves are worth.
        case spread
        /// Empty hosts that can be powered off.
        case consolidate
        /// What Ganeti's hbal minimises, with its stop rule.
        case ganeti
    }

    package var goal: Goal
    /// Share of a host's capacity above which it is overloaded (cores, disk, network).
    package var ceiling: Double
    /// Standard deviation of utilisation, for each resource, below which imbalance is left alone.
    package var tolerance: Double
    /// What a move must gain at least: in shares of one host's capacity brought closer to the mean…
    package var price: Double
    /// …and this much more for each GiB of the VM's memory.
    package var pricePerGiB: Double
    /// Where several past days are known: how far below the ceiling a host is relieved already, in shares of its
    /// capacity, …
    package var headroom: Double
    /// … what a move must gain at least: in shares of one host's capacity above that level, as a mean over all hours, …
    package var settlingPrice: Double
    /// … this much more for each GiB of the VM's memory, …
    package var settlingPricePerGiB: Double
    /// … and for each second that it is predicted to stand still.
    package var settlingPricePerSecond: Double
    /// Hosts that are to become empty and to stay so; in the state they are in maintenance.
    package var empty: [String]
    /// hbal's stop rule: below this score…
    package var gainLimit: Double
    /// …a step must gain this much.
    package var minimumGain: Double
    /// N+1: a host loss that the pool survives now, it survives after every move.
    package var keepSpare: Bool
    /// Seconds for which a VM that moved stays where it is.
    package var coolDown: Double
    /// Seconds for which a VM does not go back to where it came from.
    package var noReturn: Double
    /// The present, in seconds since 1970; nil where `movedAt` is to be ignored.
    package var now: Double?
    package var budget: BalanceBudget
    /// Bytes per second of one migration.
    package var linkBytesPerSecond: Double

    package init(goal: Goal = .balance) {
        self.goal = goal
        ceiling = 0.8
        tolerance = goal == .spread ? 0.02 : 0.25
        price = goal == .spread ? 0.01 : 0.02
        pricePerGiB = 0.0005
        headroom = 0.05
        settlingPrice = 0.002
        settlingPricePerGiB = 0.0001
        settlingPricePerSecond = 0.002
        empty = []
        gainLimit = 0.1
        minimumGain = 0.01
        keepSpare = true
        coolDown = 1800
        noReturn = 86_400
        now = nil
        budget = BalanceBudget()
        linkBytesPerSecond = 112 * 1024 * 1024
    }
}

extension BalancePolicy {
    /// Days after which a move is half forgotten.
    private static let moveHalfLife = 3.0

    /// How much dearer a VM's move is because it moved lately: what was moved last is what is moved back first.
    func reluctance(to machine: BalanceMachine) -> Double {
        guard let now, let at = machine.movedAt else { return 1 }
        return 1 + Fading.share(left: (now - at) / 86_400, halfLife: Self.moveHalfLife)
    }
}
