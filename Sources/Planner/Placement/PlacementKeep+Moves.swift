internal import Estate

extension PlacementKeep {
    /// Empties the hosts with the fewest units, as long as a placement that keeps nothing has fewer hosts.
    func empty(downTo fewest: Int, _ reasons: inout [Int: String]) {
        var used = (0..<bins.count).filter { bins.members($0) > 0 }
        for host in used.sorted(by: { (bins.members($0), $0) < (bins.members($1), $1) }) where used.count > fewest {
            let others = used.filter { $0 != host }
            guard moved(from: host, to: others) else { continue }
            used = others
            for server in model.servers.indices where wish(of: server) == host {
                reasons[server] = "\(model.hosts[host].name) is no longer needed"
            }
        }
    }

    /// All or none.
    private func moved(from host: Int, to others: [Int]) -> Bool {
        let units = bins.items(host).sorted { (bins.problem.size[$1], $0) < (bins.problem.size[$0], $1) }
        for (at, unit) in units.enumerated() {
            bins.take(unit)
            if let other = others.first(where: { bins.fits(unit, in: $0) }) {
                bins.put(unit, in: other)
                continue
            }
            bins.put(unit, in: host)
            for before in units[..<at] {
                bins.take(before)
                bins.put(before, in: host)
            }
            return false
        }
        return true
    }

    /// A repair tries many moves; those that were not needed are taken back.
    func backAgain(_ mended: [Int], to hosts: [Int], _ failover: Failover) -> [Int] {
        for unit in model.units.indices { bins.take(unit) }
        for (unit, members) in model.units.enumerated() { bins.put(unit, in: mended[members[0]]) }
        for (unit, members) in model.units.enumerated() where mended[members[0]] != hosts[members[0]] {
            let (from, to) = (mended[members[0]], hosts[members[0]])
            bins.take(unit)
            guard bins.fits(unit, in: to) else {
                bins.put(unit, in: from)
                continue
            }
            bins.put(unit, in: to)
            guard failover.broken(bins.hosts(model)) != nil else { continue }
            bins.take(unit)
            bins.put(unit, in: from)
        }
        return bins.hosts(model)
    }

    /// The same placement with hosts of one size exchanged so that most servers stay where they were.
    func relabelled(_ hosts: [Int]) -> [Int] {
        var newName: [Int: Int] = [:]
        for members in model.types {
            var overlap: [[Int]: Int] = [:]
            for server in hosts.indices {
                guard let wish = wish(of: server), members.contains(wish), members.contains(hosts[server]) else {
                    continue
                }
                overlap[[hosts[server], wish], default: 0] += 1
            }
            var free = Set(members)
            for (pair, _) in overlap.sorted(by: { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) })
            where newName[pair[0]] == nil && free.contains(pair[1]) {
                newName[pair[0]] = pair[1]
                free.remove(pair[1])
            }
            for host in Set(hosts).intersection(members).sorted() where newName[host] == nil {
                newName[host] = free.contains(host) ? host : free.min()
                if let taken = newName[host] { free.remove(taken) }
            }
        }
        return hosts.map { newName[$0] ?? $0 }
    }
}
