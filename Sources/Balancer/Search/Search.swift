/// The search's memory: the arena, what was moved so far and why.
struct Search {
    struct Step {
        var vm: Int
        var from: Int
        var to: Int
        /// Utilisation of both hosts, per dimension, before and after.
        var sourceBefore: [Double]
        var sourceAfter: [Double]
        var targetBefore: [Double]
        var targetAfter: [Double]
    }

    var arena: Arena
    let policy: BalancePolicy
    var steps: [Step] = []
    var moved: Set<Int> = []
    var stays: [(vm: Int?, host: Int, reason: String)] = []
    /// Room that is kept for VMs that wait to start, and those for which there is none.
    var rooms: [BalanceRoom] = []
    var unroomed: [(vm: String, reason: String)] = []
    /// Hosts that consolidation has emptied: nothing may enter them.
    var closed: Set<Int> = []
    private var bytes = 0.0
    private var seconds = 0.0
    let start: Arena

    init(_ arena: Arena, _ policy: BalancePolicy) {
        self.arena = arena
        self.policy = policy
        start = arena
    }

    /// Relief (where days are known: settling) and levelling take turns until neither finds a move: a plan made after this one was applied is empty.
    mutating func run() {
        var before: Int
        repeat {
            before = steps.count
            moved = []
            round()
        } while steps.count > before
        mergeSteps()
    }

    private mutating func round() {
        stays = []
        emptyWanted()
        if arena.days > 0 { settle() } else { relieve() }
        switch policy.goal {
        case .relieve: break
        case .consolidate: consolidate()
        case .balance, .spread, .ganeti: level()
        }
    }

    /// A VM moves at most once a round, and only within the budget.
    func mayMove(_ vm: Int) -> Bool {
        !moved.contains(vm) && arena.holds(vm) == nil && arena.fences.together[vm] == nil && isAffordable(vm)
    }

    func isAffordable(_ vm: Int) -> Bool {
        let budget = policy.budget
        let cost = arena.cost[vm]
        return (budget.moves.map { steps.count < $0 } ?? true)
            && (budget.bytes.map { bytes + cost.bytes <= $0 } ?? true)
            && (budget.minutes.map { seconds + cost.seconds <= $0 * 60 } ?? true)
    }

    /// Makes the move if N+1 stays true.
    mutating func commit(_ vm: Int, to target: Int) -> Bool {
        let source = arena.place[vm]
        let before = (profile(source), profile(target))
        guard arena.tryMove(vm, to: target, keepSpare: policy.keepSpare) else { return false }
        steps.append(
            Step(
                vm: vm, from: source, to: target, sourceBefore: before.0, sourceAfter: profile(source),
                targetBefore: before.1, targetAfter: profile(target)))
        moved.insert(vm)
        bytes += arena.cost[vm].bytes
        seconds += arena.cost[vm].seconds
        return true
    }

    private func profile(_ host: Int) -> [Double] {
        Array(arena.utilisation[(host * arena.dimensions)..<((host + 1) * arena.dimensions)])
    }
}
