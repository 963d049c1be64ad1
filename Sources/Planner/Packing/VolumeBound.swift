/// What the summed demand alone requires: in no dimension can hosts give more than they have.
enum VolumeBound {
    /// The least cost, rounded up to whole hosts where all types cost the same.
    static func of(_ problem: PackingProblem) -> Double {
        let costs = Set(problem.types.map(\.cost))
        var best = 0.0
        for d in 0..<problem.dimensions {
            let demand = Double(problem.total[d])
            // The cheapest way to buy this dimension: every unit at the best price.
            let price =
                problem.types.indices.map { t in
                    problem.types[t].cost / Double(max(1, problem.capacity(t, at: d)))
                }.min() ?? 0
            let cost = demand * price
            if costs.count == 1, let each = costs.first, each > 0 {
                best = max(best, (cost / each * (1 - 1e-8) - 1e-9).rounded(.up) * each)
            } else {
                best = max(best, cost * (1 - 1e-8))
            }
        }
        return best
    }
}
