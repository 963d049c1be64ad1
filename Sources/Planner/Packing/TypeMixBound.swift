/// The cheapest whole numbers of hosts of each type that could carry the summed demand: for few types of different
/// price, where the price of a fraction of a host says too little.
enum TypeMixBound {
    /// Most combinations that are looked at; beyond, the bound is not known.
    private static let budget = 200_000

    /// - Returns: 0 where it is not known.
    static func of(_ problem: PackingProblem) -> Double {
        guard (2...4).contains(problem.types.count), problem.types.allSatisfy({ $0.cost > 0 }) else { return 0 }
        var search = Search(problem)
        search.descend(0, problem.total, cost: 0)
        return search.budget > 0 && search.best < .infinity ? search.best : 0
    }

    private struct Search {
        let problem: PackingProblem
        /// Types, the dearest first: few of them are needed.
        let order: [Int]
        var best = Double.infinity
        var budget = TypeMixBound.budget

        init(_ problem: PackingProblem) {
            self.problem = problem
            order = problem.types.indices.sorted { (problem.types[$1].cost, $0) < (problem.types[$0].cost, $1) }
        }

        mutating func descend(_ at: Int, _ need: [Int64], cost: Double) {
            budget -= max(1, need.count / 64)
            guard budget > 0, cost < best else { return }
            guard let most = count(of: order[at], for: need) else { return }
            let type = problem.types[order[at]]
            if at == order.count - 1 {
                if most <= type.limit { best = min(best, cost + Double(most) * type.cost) }
                return
            }
            for number in 0...min(most, type.limit) {
                let spent = cost + Double(number) * type.cost
                if spent >= best { return }
                let left = need.indices.map { d in
                    max(0, need[d] - Int64(number) * Int64(problem.capacity(order[at], at: d)))
                }
                descend(at + 1, left, cost: spent)
                guard budget > 0 else { return }
            }
        }

        /// How many of the type carry all of `need`; as many as count where it has none of what is needed.
        private func count(of type: Int, for need: [Int64]) -> Int? {
            var most: Int64 = 0
            for d in need.indices where need[d] > 0 {
                let capacity = Int64(problem.capacity(type, at: d))
                guard capacity > 0 else {
                    return type == order.last ? nil : min(problem.types[type].limit, problem.count)
                }
                most = max(most, (need[d] + capacity - 1) / capacity)
            }
            return Int(most)
        }
    }
}
