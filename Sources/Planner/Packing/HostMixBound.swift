/// What the summed demand costs at best when hosts are bought in fractions, but no more of a type than there are: for
/// pools of many sizes and prices.
///
/// A linear program: the cheapest `y` with `Σ capacity · y ≥ total` in every dimension and `0 ≤ y ≤ limit`. The bound is
/// made from its dual prices alone. Any prices `λ ≥ 0` prove `Σ λ · total − Σ limit · max(0, λ · capacity − cost)`: what
/// rounding does to the program makes the bound weaker, never wrong.
struct HostMixBound {
    private let problem: PackingProblem
    private let costs: [Double]
    private let limits: [Double]

    /// Dimensions that enter the program one after the other, the one that is broken most first.
    private static let most = 16

    /// - Returns: 0 where it is not known.
    static func of(_ problem: PackingProblem) -> Double {
        guard problem.types.count > 1, problem.types.allSatisfy({ $0.cost >= 0 && $0.cost.isFinite }) else { return 0 }
        return HostMixBound(problem).best()
    }

    private init(_ problem: PackingProblem) {
        self.problem = problem
        costs = problem.types.map(\.cost)
        // No packing needs more hosts than items.
        limits = problem.types.map { Double(min($0.limit, problem.count)) }
    }

    private func best() -> Double {
        var open = (0..<problem.dimensions).filter { problem.total[$0] > 0 }
        var rows: [[Double]] = []
        var best = 0.0
        var amounts = [Double](repeating: 0, count: costs.count)
        while rows.count < Self.most, let worst = scarcest(open, amounts) {
            open.removeAll { $0 == worst }
            rows.append(costs.indices.map { share(of: $0, in: worst) })
            var program = CoverProgram(rows: rows, costs: costs, limits: limits)
            guard let solution = program.solve() else { break }
            best = max(best, proved(solution.prices, rows))
            amounts = solution.amounts
        }
        return best
    }

    /// What one host of the type gives of all that is asked for; one that gives it all gives no more.
    private func share(of type: Int, in dimension: Int) -> Double {
        min(1, Double(problem.capacity(type, at: dimension)) / Double(problem.total[dimension]))
    }

    /// The dimension of which least is given, the first of those that are alike; nil where all are given enough.
    private func scarcest(_ open: [Int], _ amounts: [Double]) -> Int? {
        var worst: Int?
        var least = 1 - 1e-9
        for dimension in open {
            let given = given(amounts, dimension)
            if given < least { (worst, least) = (dimension, given) }
        }
        return worst
    }

    private func given(_ amounts: [Double], _ dimension: Int) -> Double {
        costs.indices.reduce(0) { $0 + (amounts[$1] > 0 ? amounts[$1] * share(of: $1, in: dimension) : 0) }
    }

    /// What the prices prove, less what its own sums may be wrong by.
    private func proved(_ prices: [Double], _ rows: [[Double]]) -> Double {
        var sum = 0.0
        var size = 0.0
        for price in prices {
            sum += price
            size += price
        }
        for type in costs.indices {
            let worth = rows.indices.reduce(0.0) { $0 + prices[$1] * rows[$1][type] }
            sum -= limits[type] * max(0, worth - costs[type])
            size += limits[type] * (worth > costs[type] ? worth : 0)
        }
        return sum - size * 1e-11
    }
}
