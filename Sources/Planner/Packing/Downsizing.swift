/// Gives each host the cheapest type that still carries its items.
struct Downsizing {
    let problem: PackingProblem

    func run(_ layout: Layout) -> Layout {
        guard problem.types.count > 1, !problem.rules.areGlobal else { return layout }
        var used = [Int](repeating: 0, count: problem.types.count)
        for host in layout.hosts { used[host.type] += 1 }
        let cheap = problem.types.indices.sorted { (problem.types[$0].cost, $0) < (problem.types[$1].cost, $1) }
        var hosts = layout.hosts
        for at in hosts.indices {
            let now = hosts[at].type
            for type in cheap
            where problem.types[type].cost < problem.types[now].cost && used[type] < problem.types[type].limit {
                guard carries(hosts[at].items, type) else { continue }
                used[now] -= 1
                used[type] += 1
                hosts[at].type = type
                break
            }
        }
        return Layout(hosts: hosts)
    }

    private func carries(_ items: [Int], _ type: Int) -> Bool {
        let allowed = problem.rules.allowed
        guard allowed.isEmpty || items.allSatisfy({ allowed[$0][type] }) else { return false }
        return (0..<problem.rows).allSatisfy { v in
            var room = problem.capacity(type)[v]
            for item in items { room = room &- problem.demand(item)[v] }
            return !Vectors.hasNegative(room)
        }
    }
}
