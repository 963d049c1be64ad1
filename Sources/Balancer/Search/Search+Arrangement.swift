/// Brings VMs to given places: a reconfiguration. Moves are ordered so that each is feasible when its turn comes; a cycle
/// (two full hosts that want to swap) is broken through a host with room.
extension Search {
    mutating func arrange(_ goals: [(vm: Int, to: Int)]) {
        var pending = goals.filter { arena.place[$0.vm] != $0.to }
        var detours: Set<Int> = []
        while !pending.isEmpty {
            let before = pending.count
            pending.removeAll { goal in
                arena.holds(goal.vm) == nil && arena.admits(goal.vm, on: goal.to) && commit(goal.vm, to: goal.to)
            }
            if pending.count == before, !breakCycle(pending, &detours) { break }
        }
        for goal in pending { stays.append((goal.vm, arena.place[goal.vm], obstacle(goal.vm, goal.to))) }
    }

    /// The smallest VM in somebody's way takes a detour; each at most once, so that this ends.
    private mutating func breakCycle(_ pending: [(vm: Int, to: Int)], _ detours: inout Set<Int>) -> Bool {
        let wanted = Set(pending.map(\.to))
        let blockers = pending.filter { wanted.contains(arena.place[$0.vm]) && !detours.contains($0.vm) }
            .map { (arena.memory[$0.vm], $0.vm) }.sorted(by: <)
        for (_, vm) in blockers where arena.holds(vm) == nil {
            for host in arena.hostNames.indices where arena.admits(vm, on: host) && commit(vm, to: host) {
                detours.insert(vm)
                return true
            }
        }
        return false
    }

    private func obstacle(_ vm: Int, _ target: Int) -> String {
        if let held = arena.holds(vm) { return held }
        let name = arena.hostNames[target]
        if !arena.active[target] { return "\(name) takes no VMs" }
        if !arena.fences.allows(vm, on: target) { return "rules or needs keep it off \(name)" }
        let missing = arena.memory[vm] - arena.free(target)
        if missing > 0 { return "\(name) lacks \(missing) MiB, and no host has room for a detour" }
        if arena.admits(vm, on: target) { return "the pool would no longer survive the loss of a host (N+1)" }
        return "\(name) runs a VM that it must be apart from, or would pass its vCPU limit"
    }
}
