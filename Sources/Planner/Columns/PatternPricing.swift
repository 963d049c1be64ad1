/// Finds the pattern that is worth most at given prices: a knapsack with many dimensions, by depth-first search.
///
/// At each node only items that still fit are kept, and the node is cut when even a fractional filling of one
/// surrogate dimension (all dimensions added with weights) cannot beat the best.
struct PatternPricing {
    let problem: PackingProblem
    /// Weights of the dimensions in the surrogate, over capacity.
    private var weights: [Double]
    private var surrogate: [Double]

    struct Outcome {
        /// Patterns worth more than 1, best last.
        var patterns: [[Int]] = []
        /// No pattern is worth more than this.
        var ceiling = 0.0
        /// Items looked at.
        var work = 0
    }

    init(_ problem: PackingProblem) {
        self.problem = problem
        let tightness = (0..<problem.dimensions).map {
            Double(problem.total[$0]) / Double(max(1, problem.capacity(0, at: $0)))
        }
        let sum = max(tightness.reduce(0, +), .leastNormalMagnitude)
        weights = tightness.enumerated().map { d, t in t / sum / Double(max(1, problem.capacity(0, at: d))) }
        surrogate = []
        surrogate = (0..<problem.count).map(surrogateDemand)
    }

    private func surrogateDemand(_ item: Int) -> Double {
        var sum = 0.0
        for d in 0..<problem.dimensions { sum += weights[d] * Double(problem.demand(item, at: d)) }
        return sum
    }

    /// - Parameter budget: items looked at before the search gives up being exact.
    mutating func solve(_ prices: [Double], budget: Int, known: Double = 1 + 1e-7) -> Outcome {
        adapt(prices)
        let order = (0..<problem.count).filter { prices[$0] > 1e-9 }
            .sorted { (prices[$1] * surrogate[$0], $0) < (prices[$0] * surrogate[$1], $1) }
        var search = PatternSearch(
            problem: problem, prices: prices, surrogate: surrogate, weights: weights, budget: budget, best: known)
        return search.run(order)
    }

    /// Moves the surrogate's weights to where today's prices make the filling tight (a few subgradient steps).
    private mutating func adapt(_ prices: [Double]) {
        let n = problem.count
        var bestWeights = weights
        var best = Double.infinity
        for step in 0..<12 {
            let order = (0..<n).filter { prices[$0] > 1e-9 }.sorted {
                prices[$0] * surrogate[$1] > prices[$1] * surrogate[$0]
            }
            var room = 1.0
            var value = 0.0
            var use = [Double](repeating: 0, count: problem.dimensions)
            for item in order where room > 0 {
                let part = min(1, room / max(surrogate[item], 1e-12))
                value += part * prices[item]
                room -= part * surrogate[item]
                for d in use.indices {
                    use[d] += part * Double(problem.demand(item, at: d)) / Double(max(1, problem.capacity(0, at: d)))
                }
            }
            if value < best {
                best = value
                bestWeights = weights
            }
            shift(use, step)
            surrogate = (0..<n).map(surrogateDemand)
        }
        weights = bestWeights
        surrogate = (0..<n).map(surrogateDemand)
    }

    /// More weight for dimensions that the filling overuses.
    private mutating func shift(_ use: [Double], _ step: Int) {
        let rate = 0.5 / Double(step + 1)
        var sum = 0.0
        for d in weights.indices {
            let capacity = Double(max(1, problem.capacity(0, at: d)))
            let share = max(1e-4, weights[d] * capacity * max(0.1, 1 + rate * (use[d] - 1)))
            weights[d] = share / capacity
            sum += share
        }
        for d in weights.indices { weights[d] /= sum }
    }
}
