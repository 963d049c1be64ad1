package import Estate

extension Balancer {
    /// Moves that empty `host`, which counts as in maintenance from the first one on.
    ///
    /// - Parameter largestFirst: the order of leaving; the largest VMs are the hardest to place, the smallest leave soonest.
    package static func evacuate(
        _ state: BalanceState, host: String, policy: BalancePolicy = BalancePolicy(), largestFirst: Bool = true
    ) throws(Failure) -> BalancePlan {
        let state = try state.closing(host)
        try state.validate()
        var search = Search(Arena(state, policy), policy)
        if let index = state.hosts.firstIndex(where: { $0.name == host }) {
            search.evacuate(index, largestFirst: largestFirst)
        }
        return search.plan(of: state)
    }

    /// Moves that bring each VM of `places` to its host. What cannot get there stands in the plan's `stays`.
    package static func arrange(
        _ state: BalanceState, places: [String: String], policy: BalancePolicy = BalancePolicy()
    ) throws(Failure) -> BalancePlan {
        try state.validate()
        var search = Search(Arena(state, policy), policy)
        let hosts = Dictionary(uniqueKeysWithValues: state.hosts.enumerated().map { ($1.name, $0) })
        var goals: [(vm: Int, to: Int)] = []
        for (vm, machine) in state.machines.enumerated() {
            guard let place = places[machine.name] else { continue }
            guard let host = hosts[place] else {
                throw Failure(
                    "arrange the pool", on: machine.name, because: "there is no host \(place)",
                    next: "see `p2v pool` for the hosts", exit: .refused)
            }
            goals.append((vm, host))
        }
        search.arrange(goals)
        return search.plan(of: state)
    }
}

extension BalanceState {
    /// - Throws: ``Failure`` where a host that is to become empty is not there, or still takes VMs.
    func check(empty names: [String]) throws(Failure) {
        for name in names {
            let host = hosts.first { $0.name == name }
            guard host?.state != .maintenance, host?.state != .lost else { continue }
            throw Failure(
                "plan moves", on: name,
                because: host == nil ? "it is to become empty, and the pool has no such host" : "it still takes VMs",
                next: "correct `empty` in the policy", exit: .refused)
        }
    }

    /// The same pool with `host` in maintenance.
    ///
    /// - Throws: ``Failure`` when there is no such host, or when it does not answer.
    package func closing(_ host: String) throws(Failure) -> BalanceState {
        guard let index = hosts.firstIndex(where: { $0.name == host }) else {
            throw .noHost(host, to: "empty the host", among: hosts.map(\.name))
        }
        guard hosts[index].state != .lost else {
            throw Failure(
                "empty the host", on: host, because: "it does not answer, so nothing can leave it",
                next: "if it is dead, confirm that and use `p2v recover \(host)`", exit: .refused)
        }
        var copy = self
        copy.hosts[index].state = .maintenance
        return copy
    }
}
