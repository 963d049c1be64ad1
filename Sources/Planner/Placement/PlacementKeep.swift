internal import Estate

/// A placement that leaves servers where an earlier plan put them: each server that moves is work, and a plan that moves
/// everybody for one newcomer is believed by nobody.
///
/// ```
/// earlier hosts → those that still fit stay → the rest into used hosts → hosts are emptied where fewer would do
///               → losses of hosts are repaired → Kept
/// ```
struct PlacementKeep {
    struct Kept {
        /// The host of each server.
        var hosts: [Int]
        /// Why each server that was elsewhere has moved, by server.
        var reasons: [Int: String]
    }

    let model: PlacementModel
    /// The host of each server in the earlier plan, by name; nil: it was not in it.
    let earlier: [String?]
    let bins: Bins

    init(model: PlacementModel, earlier: [String?]) {
        (self.model, self.earlier) = (model, earlier)
        bins = Bins.ofAllHosts(model)
    }

    /// - Parameter fewest: hosts of a placement that keeps nothing; where this one has more, hosts are emptied.
    /// - Returns: nil when the rest finds no place, or a loss of hosts is not survived.
    func kept(fewest: Int, _ failover: Failover, _ repair: PlacementRepair) -> Kept? {
        var reasons: [Int: String] = [:]
        for unit in stay(&reasons) {
            guard let host = firstHost(for: unit, Array(0..<bins.count)) else { return nil }
            bins.put(unit, in: host)
        }
        empty(downTo: fewest, &reasons)
        var hosts = bins.hosts(model)
        if failover.broken(hosts) != nil {
            guard let mended = repair.mended(hosts) else { return nil }
            let needed = backAgain(mended, to: hosts, failover)
            for server in hosts.indices where needed[server] != hosts[server] {
                reasons[server] = "the loss of a host was not survived"
            }
            hosts = needed
        }
        return Kept(hosts: hosts, reasons: reasons.filter { wish(of: $0.key) != hosts[$0.key] })
    }

    func wish(of server: Int) -> Int? {
        earlier[server].flatMap { name in model.hosts.firstIndex { $0.name == name } }
    }

    /// Puts units back, the largest first.
    ///
    /// - Returns: those that are left.
    private func stay(_ reasons: inout [Int: String]) -> [Int] {
        var left: [Int] = []
        for unit in model.units.indices.sorted(by: { (bins.problem.size[$1], $0) < (bins.problem.size[$0], $1) }) {
            let server = model.units[unit].first { earlier[$0] != nil } ?? model.units[unit][0]
            guard let name = earlier[server] else {
                left.append(unit)
                continue
            }
            let host = wish(of: server)
            if let host, bins.fits(unit, in: host) {
                bins.put(unit, in: host)
                note(unit, "to be together with \(model.servers[server].server)", &reasons)
            } else {
                left.append(unit)
                note(unit, host.map { words(unit, on: $0) } ?? "\(name) is not in service", &reasons)
            }
        }
        return left
    }

    private func words(_ unit: Int, on host: Int) -> String {
        let name = model.hosts[host].name
        let type = Int(bins.kind[host])
        guard bins.problem.fits(unit, on: type) else { return "it no longer fits on \(name), or a rule forbids it" }
        return "\(name) has no room left beside larger ones, or a rule forbids them together"
    }

    private func note(_ unit: Int, _ reason: String, _ reasons: inout [Int: String]) {
        for server in model.units[unit] where earlier[server] != nil { reasons[server] = reason }
    }

    /// Used hosts first, so that no host is opened without need.
    private func firstHost(for unit: Int, _ hosts: [Int]) -> Int? {
        let order = hosts.filter { bins.members($0) > 0 } + hosts.filter { bins.members($0) == 0 }
        return order.first { bins.fits(unit, in: $0) }
    }
}
