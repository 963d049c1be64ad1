/// All packings, by depth first: the largest item left goes to each open host, then to a new one of each type. For few
/// items; ends when a budget of nodes is used up.
struct Exact {
    let problem: PackingProblem
    var budget: Int
    let bound: Double

    private let order: [Int]
    private let bins: Bins
    private var best: Layout?
    private var bestCost: Double
    private var used: [Int]
    private var cost = 0.0

    init(_ problem: PackingProblem, budget: Int, known: Layout?, bound: Double) {
        self.problem = problem
        self.budget = budget
        self.bound = bound
        order = FirstFit(problem: problem).decreasing()
        bins = Bins(problem, hosts: problem.count)
        best = known
        bestCost = known?.cost(problem) ?? .infinity
        used = Array(repeating: 0, count: problem.types.count)
    }

    /// - Returns: the cheapest packing found, and whether none is cheaper.
    mutating func run() -> (layout: Layout?, isProved: Bool) {
        descend(0)
        return (best, budget > 0 || isReached)
    }

    /// Relative: costs may be tiny or huge.
    private var isReached: Bool { bestCost * (1 - 1e-12) <= bound }

    private mutating func descend(_ at: Int) {
        budget -= 1
        guard budget > 0, cost < bestCost * (1 - 1e-12), !isReached else { return }
        guard at < order.count else {
            best = bins.layout
            bestCost = cost
            return
        }
        let item = order[at]
        var emptySeen: Set<Int32> = []
        for bin in 0..<bins.count {
            // Empty hosts of one type are all the same; they are left behind by the search above.
            if bins.members(bin) == 0, !emptySeen.insert(bins.kind[bin]).inserted { continue }
            guard bins.fits(item, in: bin) else { continue }
            if bins.members(bin) == 0 {
                open(bin, Int(bins.kind[bin]), item, at)
            } else {
                bins.put(item, in: bin)
                descend(at + 1)
                bins.take(item)
            }
        }
        for type in problem.types.indices
        where !emptySeen.contains(Int32(type)) && problem.fits(item, on: type) {
            guard used[type] < problem.types[type].limit, cost + problem.types[type].cost < bestCost * (1 - 1e-12)
            else {
                continue
            }
            let bin = bins.open(type)
            // A rule that counts over all hosts may forbid one more.
            if bins.fits(item, in: bin) { open(bin, type, item, at) }
        }
    }

    private mutating func open(_ bin: Int, _ type: Int, _ item: Int, _ at: Int) {
        guard used[type] < problem.types[type].limit else { return }
        let before = cost
        used[type] += 1
        cost += problem.types[type].cost
        bins.put(item, in: bin)
        descend(at + 1)
        bins.take(item)
        cost = before
        used[type] -= 1
    }
}
