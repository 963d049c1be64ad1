package import Estate

/// How many host losses a pool can take.
package struct HostLosses: Sendable, Hashable, Codable {
    /// Any this many hosts can be lost together and all VMs restarted on the others.
    package var survivable: Int
    /// For one loss more: the worst set of hosts found, and its VMs that would not fit.
    package var worstHosts: [String]
    package var homeless: [String]
    /// Every combination was tried; otherwise the largest hosts by VM memory stood for all.
    package var exhaustive: Bool
}

extension Balancer {
    /// Counts host losses upwards from one until VMs would be left over, at most to `limit`. VMs are placed largest
    /// first on the fullest host that takes them; so a loss may be survivable that this says is not, never the reverse.
    package static func hostLosses(_ state: BalanceState, limit: Int) throws(Failure) -> HostLosses {
        try state.validate()
        let hosts = state.hosts.filter { $0.state == .active }.map(\.name)
        var complete = true
        for count in stride(from: 1, through: min(limit, hosts.count), by: 1) {
            let (sets, all) = lossSets(state, hosts, count)
            complete = complete && all
            var worst: (hosts: [String], homeless: [String]) = ([], [])
            for lost in sets {
                let homeless = homelessAfterLoss(of: Set(lost), state)
                if homeless.count > worst.homeless.count { worst = (lost, homeless) }
            }
            if !worst.homeless.isEmpty {
                return HostLosses(
                    survivable: count - 1, worstHosts: worst.hosts, homeless: worst.homeless, exhaustive: complete)
            }
        }
        return HostLosses(
            survivable: min(limit, hosts.count), worstHosts: [], homeless: [], exhaustive: complete)
    }

    /// What each host has to take, in MiB, in the worst loss of any one other host: its share of the reserve. Placed as
    /// ``hostLosses(_:limit:)`` places.
    package static func spare(_ state: BalanceState) throws(Failure) -> [String: Int] {
        try state.validate()
        var most: [String: Int] = [:]
        for lost in state.hosts where lost.state == .active {
            let taken = afterLoss(of: [lost.name], state).taken
            most.merge(taken) { max($0, $1) }
        }
        return most
    }

    private static func lossSets(_ state: BalanceState, _ hosts: [String], _ count: Int) -> ([[String]], Bool) {
        var combinations = 1.0
        for k in 0..<count { combinations = combinations * Double(hosts.count - k) / Double(k + 1) }
        if combinations <= 20_000 { return (choose(hosts[...], count), true) }
        var used: [String: Int] = [:]
        for machine in state.machines { used[machine.host, default: 0] += machine.memoryMiB }
        let order = hosts.map { (-used[$0, default: 0], $0) }.sorted(by: <).map(\.1)
        return ([Array(order.prefix(count))], false)
    }

    private static func choose(_ items: ArraySlice<String>, _ count: Int) -> [[String]] {
        guard count > 0 else { return [[]] }
        guard let first = items.first, items.count >= count else { return [] }
        let rest = items.dropFirst()
        return choose(rest, count - 1).map { [first] + $0 } + choose(rest, count)
    }

    private static func homelessAfterLoss(of lost: Set<String>, _ state: BalanceState) -> [String] {
        afterLoss(of: lost, state).homeless
    }

    /// Who finds no place, and how much MiB each host takes.
    private static func afterLoss(
        of lost: Set<String>, _ state: BalanceState
    ) -> (homeless: [String], taken: [String: Int]) {
        var books = Books(state)
        let rules = RuleBook(state)
        let homes = state.hosts.filter { $0.state == .active && !lost.contains($0.name) }.map(\.name)
        let guests = state.machines.filter { lost.contains($0.host) }
            .sorted { ($0.memoryMiB, $1.name) > ($1.memoryMiB, $0.name) }
        var (homeless, taken) = ([String](), [String: Int]())
        for guest in guests {
            let open = homes.filter {
                books.free[$0, default: 0] >= guest.memoryMiB && rules.permits(guest.name, on: $0, books)
                    && !rules.clashes(guest.name, on: $0, books)
            }
            if let home = open.min(by: { books.free[$0, default: 0] < books.free[$1, default: 0] }) {
                books.reserve(guest.name, on: home)
                taken[home, default: 0] += guest.memoryMiB
            } else {
                homeless.append(guest.name)
            }
        }
        return (homeless, taken)
    }
}
