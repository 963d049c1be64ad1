/// Items of which no two fit one host together need a host each: a greedy clique, largest items first.
enum CliqueBound {
    /// Work is bounded: only this many items are looked at.
    static let most = 1000

    static func of(_ problem: PackingProblem) -> Double {
        let order = (0..<problem.count).sorted { (problem.size[$1], $0) < (problem.size[$0], $1) }.prefix(most)
        var best = problem.separations.largest
        for start in order.prefix(4) {
            var clique = [start]
            for item in order where item != start && clique.allSatisfy({ exclude($0, item, problem) }) {
                clique.append(item)
            }
            best = max(best, clique.count)
        }
        return Double(best) * (problem.types.map(\.cost).min() ?? 0)
    }

    private static func exclude(_ a: Int, _ b: Int, _ problem: PackingProblem) -> Bool {
        if problem.separations.clash(a, b) { return true }
        return problem.types.indices.allSatisfy { type in
            let room = problem.capacity(type)
            return (0..<problem.rows).contains { v in
                Vectors.hasNegative(room[v] &- problem.demand(a)[v] &- problem.demand(b)[v])
            }
        }
    }
}
