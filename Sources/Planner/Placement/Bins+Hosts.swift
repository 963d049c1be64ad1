extension Bins {
    /// One for each host of the pool, in its order.
    static func ofAllHosts(_ model: PlacementModel) -> Bins {
        let problem = PackingProblem(model.instance(reserve: 0), rules: model.packingRules())
        let bins = Bins(problem, hosts: model.hosts.count)
        for host in model.hosts.indices { _ = bins.open(model.types.firstIndex { $0.contains(host) } ?? 0) }
        return bins
    }

    /// The host of each server.
    func hosts(_ model: PlacementModel) -> [Int] {
        var hosts = [Int](repeating: 0, count: model.servers.count)
        for (unit, members) in model.units.enumerated() { for member in members { hosts[member] = Int(place[unit]) } }
        return hosts
    }
}
