/// Improves a large packing part by part: hosts are dealt into groups at random, each group is squeezed on its own by
/// one of the workers, and the next round deals anew. The result does not depend on which worker was faster.
struct Rounds {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64
    /// Hosts in a group.
    var group = 80
    var patience = 10
    /// Hosts of a group that may fail to be emptied before the group is left.
    var failures = 3

    /// - Parameter rounds: how many; fewer when time is up or `floor` is reached.
    func improve(_ layout: Layout, rounds: Int, floor: Int = 1) async -> Layout {
        var layout = layout
        var random = Random(seed: seed)
        for round in 0..<rounds {
            if deadline.isOver || layout.hosts.count <= floor { break }
            random.shuffle(&layout.hosts)
            layout = Layout(hosts: await squeezed(layout.hosts, round))
        }
        return layout
    }

    private func squeezed(_ hosts: [Layout.Bin], _ round: Int) async -> [Layout.Bin] {
        let groups = max(1, (hosts.count + min(group, hosts.count) / 2) / group)
        let parts = (0..<groups).map { g in
            Array(hosts[(g * hosts.count / groups)..<((g + 1) * hosts.count / groups)])
        }
        var results = [[Layout.Bin]](repeating: [], count: groups)
        await withTaskGroup(of: (Int, [Layout.Bin]).self) { tasks in
            for g in 0..<groups {
                tasks.addTask { (g, squeeze(parts[g], seed &+ UInt64(round &* 1_000_003 &+ g))) }
            }
            for await (g, result) in tasks { results[g] = result }
        }
        return results.flatMap(\.self)
    }

    private func squeeze(_ hosts: [Layout.Bin], _ seed: UInt64) -> [Layout.Bin] {
        if deadline.isOver { return hosts }
        let items = hosts.flatMap(\.items)
        let part = problem.subset(items)
        var position = 0
        let local = hosts.map { host in
            defer { position += host.items.count }
            return Layout.Bin(type: host.type, items: Array(position..<position + host.items.count))
        }
        var squeeze = Squeeze(part, Layout(hosts: local), random: Random(seed: seed))
        squeeze.patience = patience
        return squeeze.run(failures: failures) { deadline.isOver }.mapped(through: items).hosts
    }
}
