package import Estate

/// One VM of a dead host, and where it is started again.
package struct BalanceRestart: Sendable, Hashable, Codable {
    package var vm: String
    package var from: String
    package var to: String
    package var reason: String

    package init(vm: String, from: String, to: String, reason: String) {
        self.vm = vm
        self.from = from
        self.to = to
        self.reason = reason
    }
}

extension Balancer {
    /// Where the VMs of a dead host are started again: lowest `priority` first, then the largest, each on the host that
    /// is freest with it. What fits nowhere is said.
    package static func recover(_ state: BalanceState, host: String, policy: BalancePolicy = BalancePolicy())
        throws(Failure) -> (restarts: [BalanceRestart], stays: [BalanceStay])
    {
        try state.validate()
        var state = state
        guard let index = state.hosts.firstIndex(where: { $0.name == host }) else {
            throw .noHost(host, to: "recover the host's VMs", among: state.hosts.map(\.name))
        }
        state.hosts[index].state = .lost
        var arena = Arena(state, policy)
        let priority = state.machines.map(\.priority)
        let order = arena.members[index].map { (priority[$0], -arena.memory[$0], $0) }.sorted(by: <).map(\.2)
        var restarts: [BalanceRestart] = []
        var stays: [BalanceStay] = []
        for vm in order {
            let open = arena.hostNames.indices.filter { arena.admits(vm, on: $0) }
            let ranked = open.map { (arena.overload($0, with: vm, 1), arena.tightness($0, with: vm), $0) }.sorted(by: <)
            guard let target = ranked.first?.2 else {
                let missing = Search(arena, policy).whyNot(vm, leavingDead: true)
                stays.append(BalanceStay(vm: arena.machineNames[vm], host: host, reason: missing))
                continue
            }
            let free = arena.free(target)
            arena.move(vm, to: target)
            restarts.append(
                BalanceRestart(
                    vm: arena.machineNames[vm], from: host, to: arena.hostNames[target],
                    reason:
                        "priority \(priority[vm]); \(arena.hostNames[target]) free memory \(free) → \(arena.free(target)) MiB"
                ))
        }
        return (restarts, stays)
    }
}
