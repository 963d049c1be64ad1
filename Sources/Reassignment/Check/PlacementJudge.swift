/// What a placement costs and which rules it breaks, counted from the pool's own words.
///
/// It shares no code with the search, which only ever counts differences: what this says is what is promised.
package struct PlacementJudge: Sendable {
    private let pool: WeighedPool

    package init(_ pool: WeighedPool) { self.pool = pool }

    /// - Parameter hosts: of each machine, in their order, the name of its host.
    package func price(_ hosts: [String]) -> PlacementPrice {
        let used = use(hosts)
        var price = PlacementPrice()
        for host in pool.hosts {
            let used = used[host.name] ?? pool.resources.map { _ in 0 }
            for (at, resource) in pool.resources.enumerated() where used[at] > host.safe[at] {
                price.load += resource.weight * (used[at] - host.safe[at])
            }
            var free: [String: Int] = [:]
            for (at, resource) in pool.resources.enumerated() { free[resource.name] = host.capacity[at] - used[at] }
            for term in pool.balance {
                let missing = term.target * free[term.of, default: 0] - free[term.to, default: 0]
                if missing > 0 { price.balance += term.weight * missing }
            }
        }
        priceMoves(hosts, &price)
        return price
    }

    private func priceMoves(_ hosts: [String], _ price: inout PlacementPrice) {
        let numbers = Dictionary(pool.hosts.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var away: [String: Int] = [:]
        for (machine, host) in zip(pool.machines, hosts) {
            if let from = numbers[machine.host], let to = numbers[host], !pool.hostMoveCosts.isEmpty {
                price.hostMoves += pool.weights.host * pool.hostMoveCosts[from][to]
            }
            guard machine.host != host else { continue }
            price.moves += 1
            price.machineMoves += pool.weights.machine * machine.moveCost
            away[machine.service ?? "alone: " + machine.name, default: 0] += 1
        }
        price.serviceMoves = pool.weights.service * (away.values.max() ?? 0)
    }

    /// Of each host that is used, what of each resource.
    private func use(_ hosts: [String]) -> [String: [Int]] {
        var used: [String: [Int]] = [:]
        for (machine, host) in zip(pool.machines, hosts) {
            var sums = used[host] ?? pool.resources.map { _ in 0 }
            for at in sums.indices { sums[at] += machine.demand[at] }
            used[host] = sums
        }
        return used
    }

    /// The rules that the placement breaks, in words.
    package func violations(_ hosts: [String]) -> [String] {
        guard hosts.count == pool.machines.count else { return ["\(hosts.count) places for \(pool.machines.count)"] }
        return tooFull(hosts) + wrongServices(hosts)
    }

    private func tooFull(_ hosts: [String]) -> [String] {
        var words: [String] = []
        var used = use(hosts)
        for (machine, host) in zip(pool.machines, hosts) where machine.host != host {
            // Both hosts hold what is transient until the move is over.
            for (at, resource) in pool.resources.enumerated() where resource.isTransient {
                used[machine.host, default: pool.resources.map { _ in 0 }][at] += machine.demand[at]
            }
        }
        for host in pool.hosts {
            guard let sums = used.removeValue(forKey: host.name) else { continue }
            for (at, resource) in pool.resources.enumerated() where sums[at] > host.capacity[at] {
                words.append("\(host.name) would need \(sums[at]) of \(resource.name), and has \(host.capacity[at])")
            }
        }
        return words + used.keys.sorted().map { "no host is named \($0)" }
    }

    private func wrongServices(_ hosts: [String]) -> [String] {
        let places = Dictionary(pool.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var on: [String: [WeighedPool.Host]] = [:]
        for (machine, host) in zip(pool.machines, hosts) {
            if let service = machine.service, let place = places[host] { on[service, default: []].append(place) }
        }
        return pool.services.flatMap { service -> [String] in
            let mine = on[service.name] ?? []
            var words: [String] = []
            if Set(mine.map(\.name)).count < mine.count { words.append("two machines of \(service.name) share a host") }
            let locations = Set(mine.map(\.location)).count
            if locations < service.spread {
                words.append("\(service.name) is in \(locations) locations, not \(service.spread)")
            }
            let near = Set(mine.map(\.neighborhood))
            for needed in service.dependsOn where !near.isSubset(of: (on[needed] ?? []).map(\.neighborhood)) {
                words.append("\(service.name) runs where no \(needed) is near")
            }
            return words
        }
    }
}
