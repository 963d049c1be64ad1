import Estate

/// The least cost of an instance by trying every partition of its items: slow, plain, and written apart.
struct BruteForce {
    let instance: PackingInstance
    private var best = Double.infinity

    init(_ instance: PackingInstance) { self.instance = instance }

    mutating func leastCost() -> Double {
        split(0, [])
        return best
    }

    private mutating func split(_ at: Int, _ groups: [[Int]]) {
        guard at < instance.items.count else {
            let costs = groups.map(cost)
            if costs.allSatisfy({ $0 != nil }) { best = min(best, costs.reduce(0) { $0 + ($1 ?? 0) }) }
            return
        }
        for g in groups.indices {
            var next = groups
            next[g].append(at)
            if cost(next[g]) != nil { split(at + 1, next) }
        }
        split(at + 1, groups + [[at]])
    }

    /// The cheapest host type for these items together; nil: none.
    private func cost(_ group: [Int]) -> Double? {
        let ids = group.map { instance.items[$0].id }
        for set in instance.apart ?? [] where set.filter(ids.contains).count > 1 { return nil }
        let slots = instance.items.compactMap { $0.series?.first?.count }.max() ?? 1
        var need = instance.resources.map { _ in [Double](repeating: 0, count: slots) }
        for item in group.map({ instance.items[$0] }) {
            for r in need.indices { for t in 0..<slots { need[r][t] += item.series?[r][t] ?? item.demand?[r] ?? 0 } }
        }
        return instance.hosts.filter { host in
            need.indices.allSatisfy { r in (need[r].max() ?? 0) <= host.capacity[r] * (1 + 1e-9) }
        }.map { $0.cost ?? 1 }.min()
    }
}
