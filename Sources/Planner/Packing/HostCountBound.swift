/// How few hosts can carry the summed demand when the largest are used first: for pools whose hosts differ and are few.
enum HostCountBound {
    static func of(_ problem: PackingProblem) -> Double {
        let costs = problem.types.map(\.cost)
        guard problem.types.allSatisfy({ $0.limit != .max }), let least = costs.min() else { return 0 }
        var most = 0
        for d in 0..<problem.dimensions {
            let capacities = problem.types.indices
                .map { (capacity: Int64(problem.capacity($0, at: d)), limit: problem.types[$0].limit) }
                .sorted { $0.capacity > $1.capacity }
            var left = problem.total[d]
            var hosts = 0
            for (capacity, limit) in capacities where left > 0 && capacity > 0 {
                let used = min(limit, Int((left + capacity - 1) / capacity))
                hosts += used
                left -= Int64(used) * capacity
            }
            most = max(most, hosts)
        }
        return Double(most) * least
    }
}
