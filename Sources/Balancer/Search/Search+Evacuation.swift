/// Empties one host that takes no more VMs. Ceilings are kept where possible and passed where not: an emptied host is
/// wanted, and memory, rules and N+1 stay hard.
extension Search {
    mutating func evacuate(_ host: Int, largestFirst: Bool) {
        let order = arena.members[host].map { (largestFirst ? -arena.memory[$0] : arena.memory[$0], $0) }.sorted(by: <)
        for (_, vm) in order where arena.place[vm] == host {
            let group = companions(vm, on: host)
            if let reason = group.compactMap(arena.holds).first {
                stays.append((vm, host, reason))
            } else if !isAffordable(vm) || !leave(group) {
                stays.append((vm, host, whyNot(vm)))
            }
        }
    }

    /// Hosts that the policy wants empty.
    mutating func emptyWanted() {
        for name in policy.empty {
            guard let host = arena.hostNames.firstIndex(of: name) else { continue }
            evacuate(host, largestFirst: true)
        }
    }

    /// The VM and those that must share its host.
    private func companions(_ vm: Int, on host: Int) -> [Int] {
        [vm] + (arena.fences.together[vm] ?? []).filter { arena.place[$0] == host }
    }

    private mutating func leave(_ group: [Int]) -> Bool {
        for target in evacuationTargets(group[0]).prefix(16) {
            let saved = self
            if group.allSatisfy({ arena.admits($0, on: target) && commit($0, to: target) }) { return true }
            self = saved
        }
        return group.count == 1 && makeRoomSomewhere(for: group[0])
    }

    /// Least tight first; those above a ceiling come last.
    private func evacuationTargets(_ vm: Int) -> [Int] {
        var ranked: [(Double, Double, Int)] = []
        for host in arena.hostNames.indices where arena.admits(vm, on: host) {
            ranked.append((arena.overload(host, with: vm, 1), arena.tightness(host, with: vm), host))
        }
        return ranked.sorted(by: <).map(\.2)
    }

    private mutating func makeRoomSomewhere(for vm: Int) -> Bool {
        let source = arena.place[vm]
        for target in arena.hostNames.indices where arena.active[target] && arena.fences.allows(vm, on: target) {
            if makeRoom(for: vm, on: target, not: source) { return true }
        }
        return false
    }
}
