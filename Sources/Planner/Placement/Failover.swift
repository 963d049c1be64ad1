internal import Estate

/// Whether all VMs still find a place after the loss of hosts, with the same hourly peaks, on the hosts that are left. Rules
/// rest until the host is back: two name servers on one host are better than one.
struct Failover: Sendable {
    let model: PlacementModel
    let placement: Placement

    /// Combinations tried at most; beyond, the heaviest hosts are combined first.
    static let most = 3000

    /// - Returns: the names of hosts whose loss is not survived; nil when every loss is.
    func broken(losing count: Int) -> [String]? {
        guard count > 0 else { return nil }
        let instance = PackingInstance(
            resources: model.resources,
            hosts: model.hosts.map {
                .init(type: $0.name, capacity: model.capacity(of: $0), cost: 1, count: 1)
            }, items: model.instance(reserve: 0).items)
        let problem = PackingProblem(instance)
        let used = Set(placement.hosts).sorted { weight($0) > weight($1) }
        for lost in combinations(used, min(count, used.count)) where !survives(lost, problem) {
            return lost.map { model.hosts[$0].name }
        }
        return nil
    }

    private func weight(_ host: Int) -> Int { placement.hosts.count { $0 == host } }

    private func combinations(_ hosts: [Int], _ count: Int) -> [[Int]] {
        var found: [[Int]] = [[]]
        for _ in 0..<count {
            found = found.flatMap { chosen in
                hosts.filter { host in chosen.allSatisfy { hosts.firstIndex(of: $0)! < hosts.firstIndex(of: host)! } }
                    .map { chosen + [$0] }
            }
            if found.count > Self.most { found = Array(found.prefix(Self.most)) }
        }
        return found
    }

    private func survives(_ lost: [Int], _ problem: PackingProblem) -> Bool {
        let left = model.hosts.indices.filter { !lost.contains($0) }
        guard !left.isEmpty else { return false }
        let bins = Bins(problem, hosts: left.count)
        var bin: [Int: Int] = [:]
        for host in left { bin[host] = bins.open(host) }
        var homeless: [Int] = []
        for (unit, members) in model.units.enumerated() {
            if let stays = bin[placement.hosts[members[0]]] {
                bins.put(unit, in: stays)
            } else {
                homeless.append(unit)
            }
        }
        homeless.sort { (problem.size[$1], $0) < (problem.size[$0], $1) }
        var squeeze = Squeeze(problem, bins, random: Random(seed: 1))
        squeeze.patience = 8
        return squeeze.settleAll(homeless, isOver: { false }) != nil
    }
}
