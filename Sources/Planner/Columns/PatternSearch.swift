/// The depth-first search of ``PatternPricing``.
struct PatternSearch {
    let problem: PackingProblem
    /// Whole numbers: their sums are exact, and what a sum with fractions says is wrong by far less than one.
    let prices: [Double]
    let surrogate: [Double]
    let weights: [Double]
    var budget: Int
    /// Value to beat.
    var best: Double

    private var chosen: [Int] = []
    private var outcome = PatternPricing.Outcome()
    /// The largest bound of a node that was cut for want of budget.
    private var unexplored = 0.0

    init(
        problem: PackingProblem, prices: [Double], surrogate: [Double], weights: [Double], budget: Int, best: Double
    ) {
        self.problem = problem
        self.prices = prices
        self.surrogate = surrogate
        self.weights = weights
        self.budget = budget
        self.best = best
    }

    mutating func run(_ order: [Int]) -> PatternPricing.Outcome {
        let start = best
        let budgetAtStart = budget
        let free = UnsafeMutablePointer<Lanes>.allocate(capacity: problem.rows)
        free.initialize(from: problem.capacity(0), count: problem.rows)
        defer { free.deallocate() }
        descend(order[...], free, value: 0)
        outcome.work = budgetAtStart - budget
        outcome.ceiling = max(1, Int(max(best, unexplored, outcome.patterns.isEmpty ? start : 0).rounded(.up)))
        return outcome
    }

    private mutating func descend(_ candidates: ArraySlice<Int>, _ free: UnsafeMutablePointer<Lanes>, value: Double) {
        if value > best + 0.5 {
            best = value
            outcome.patterns.append(Pattern(rows: chosen))
            if outcome.patterns.count > 24 { outcome.patterns.removeFirst() }
        }
        budget -= candidates.count
        var room = slack(free)
        room = min(room, 1)
        for at in candidates.indices {
            // Without this copy there is none of its class.
            if at > candidates.startIndex, candidates[at] == candidates[at - 1] { continue }
            let ceiling = value + filling(candidates[at...], room)
            if ceiling < best + 0.5 { return }
            if budget < 0 {
                unexplored = max(unexplored, ceiling)
                return
            }
            let item = candidates[at]
            choose(item, free, +1)
            var rest: [Int] = []
            rest.reserveCapacity(candidates.count)
            for other in candidates[(at + 1)...]
            where Vectors.fits(UnsafePointer(free), problem.demand(other), problem.rows)
                && isAllowed(other, after: item)
            {
                rest.append(other)
            }
            descend(rest[...], free, value: value + prices[item])
            choose(item, free, -1)
        }
    }

    private mutating func choose(_ item: Int, _ free: UnsafeMutablePointer<Lanes>, _ sign: Int32) {
        if sign > 0 {
            Vectors.subtract(problem.demand(item), from: free, problem.rows)
            chosen.append(item)
        } else {
            Vectors.add(problem.demand(item), to: free, problem.rows)
            chosen.removeLast()
        }
    }

    /// `last` is the one chosen most recently; the others have been asked on the way down.
    @inline(__always)
    private func isAllowed(_ item: Int, after last: Int) -> Bool {
        item == last || !problem.separations.clash(item, last)
    }

    /// Room of the surrogate dimension.
    private func slack(_ free: UnsafeMutablePointer<Lanes>) -> Double {
        var sum = 0.0
        for d in 0..<problem.dimensions { sum += weights[d] * Double(free[d >> 3][d & 7]) }
        return sum
    }

    /// The most that the candidates can add, in order of price for surrogate demand, the last one in part.
    @inline(__always)
    private func filling(_ candidates: ArraySlice<Int>, _ room: Double) -> Double {
        var room = room
        var value = 0.0
        for item in candidates {
            let demand = surrogate[item]
            if demand > room { return value + prices[item] * max(0, room) / demand }
            room -= demand
            value += prices[item]
        }
        return value
    }
}
