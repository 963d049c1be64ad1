/// Finds the pattern that is worth most at given prices: a knapsack with many dimensions, by depth-first search.
///
/// At each node only items that still fit are kept, and the node is cut when even a fractional filling of one
/// surrogate dimension (all dimensions added with weights) cannot beat the best.
struct PatternPricing: Sendable {
    /// One item for each class.
    let problem: PackingProblem
    /// Copies of each item that fit one host.
    private let most: [Int]
    /// Weights of the dimensions in the surrogate, over capacity.
    private var weights: [Double]
    private var surrogate: [Double]

    struct Outcome {
        /// Patterns that improve the program.
        var patterns: [Pattern] = []
        /// No pattern is worth more than this.
        var ceiling = 1
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
        most = (0..<problem.count).map { item in
            (0..<problem.dimensions).map { d in
                let demand = problem.demand(item, at: d)
                return demand > 0 ? problem.capacity(0, at: d) / demand : .max
            }.min() ?? .max
        }
        surrogate = []
        surrogate = (0..<problem.count).map(surrogateDemand)
    }

    private func surrogateDemand(_ item: Int) -> Double {
        var sum = 0.0
        for d in 0..<problem.dimensions { sum += weights[d] * Double(problem.demand(item, at: d)) }
        return sum
    }

    /// - Parameters:
    ///   - prices: whole numbers, so that a sum of them is exact.
    ///   - left: copies of each class.
    ///   - above: patterns of this value or less are not wanted.
    ///   - budget: items looked at before the search gives up being exact.
    mutating func solve(_ prices: [Int], left: [Int], above: Int, budget: Int) -> Outcome {
        let values = prices.map(Double.init)
        adapt(values, left)
        let order = self.order(values, left)
        var search = PatternSearch(
            problem: problem, prices: values, surrogate: surrogate, weights: weights, budget: budget,
            best: Double(above))
        return search.run(order)
    }

    /// For each class the pattern that begins with one of it and goes on with what has the best price for its surrogate
    /// demand: cheap, and unlike each other. Proves nothing: its ceiling is that of all items on one host.
    mutating func greedy(_ prices: [Int], left: [Int], above: Int, most: Int) -> Outcome {
        let values = prices.map(Double.init)
        adapt(values, left)
        let order = self.order(values, left)
        var found: [(value: Int, pattern: Pattern)] = []
        let free = UnsafeMutablePointer<Lanes>.allocate(capacity: problem.rows)
        defer { free.deallocate() }
        for at in order.indices where at == 0 || order[at - 1] != order[at] {
            let chosen = filled(from: at, order, free)
            let value = chosen.reduce(0) { $0 + prices[$1] }
            if value > above { found.append((value, Pattern(rows: chosen))) }
        }
        found.sort { $0.value > $1.value }
        var seen: Set<Pattern> = []
        let patterns = found.map(\.pattern).filter { seen.insert($0).inserted }
        return Outcome(
            patterns: Array(patterns.prefix(most)), ceiling: zip(prices, left).reduce(1) { $0 + $1.0 * $1.1 },
            work: order.count * order.count / 4)
    }

    private func filled(from at: Int, _ order: [Int], _ free: UnsafeMutablePointer<Lanes>) -> [Int] {
        free.initialize(from: problem.capacity(0), count: problem.rows)
        Vectors.subtract(problem.demand(order[at]), from: free, problem.rows)
        var chosen = [order[at]]
        for (place, item) in order.enumerated() where place != at {
            guard Vectors.fits(UnsafePointer(free), problem.demand(item), problem.rows),
                problem.separations.isFree(item) || chosen.allSatisfy({ !problem.separations.clash($0, item) })
            else { continue }
            Vectors.subtract(problem.demand(item), from: free, problem.rows)
            chosen.append(item)
        }
        return chosen
    }

    /// All copies that can matter, those of the best price for their surrogate demand first.
    private func order(_ prices: [Double], _ left: [Int]) -> [Int] {
        let wanted = (0..<problem.count).filter { prices[$0] > 0 && left[$0] > 0 }
        let sorted = wanted.sorted { (a: Int, b: Int) -> Bool in
            let (x, y) = (prices[a] * surrogate[b], prices[b] * surrogate[a])
            return x != y ? x > y : a < b
        }
        return sorted.flatMap { Array(repeating: $0, count: min(left[$0], most[$0])) }
    }

    /// Moves the surrogate's weights to where today's prices make the filling tight (a few subgradient steps).
    private mutating func adapt(_ prices: [Double], _ left: [Int]) {
        guard problem.dimensions > 1 else { return }
        let n = problem.count
        var bestWeights = weights
        var best = Double.infinity
        for step in 0..<12 {
            let order = order(prices, left)
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
