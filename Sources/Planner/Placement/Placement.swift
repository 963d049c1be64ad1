internal import Estate

/// Where each server goes, and how few hosts could do.
struct Placement: Sendable {
    /// For each server the index of its host.
    var hosts: [Int]
    var lowerBound: Int
    /// Share of the hosts kept for the loss of others.
    var reserve: Double
    /// Why servers are not where an earlier plan put them, by server.
    var moves: [Int: String] = [:]

    /// Shares of capacity tried, smallest first, until the loss of hosts is survived.
    private static let reserves = [0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6]

    /// - Returns: nil when no placement was found.
    static func solve(_ model: PlacementModel, _ solver: PackingSolver) async -> Placement? {
        guard !model.hosts.isEmpty, !model.contradictsItself else { return nil }
        let isMore = model.policy.survive > 0
        guard let first = await solve(model, solver.part(isMore ? 0.4 : 0.8), reserve: 0) else { return nil }
        guard isMore else { return first }
        return await surviving(first, model, solver)
    }

    /// - Parameter earlier: the host of each server in a plan that is to be kept as far as it can be.
    static func solve(_ model: PlacementModel, _ solver: PackingSolver, keeping earlier: [String?]) async -> Placement?
    {
        let fresh = await solve(model, solver)
        guard earlier.contains(where: { $0 != nil }), !model.hosts.isEmpty, !model.contradictsItself else {
            return fresh
        }
        let failover = Failover(model: model)
        let keep = PlacementKeep(model: model, earlier: earlier)
        let fewest = fresh.map { Set($0.hosts).count } ?? model.hosts.count
        if let kept = keep.kept(fewest: fewest, failover, PlacementRepair(model: model, failover: failover)) {
            return Placement(
                hosts: kept.hosts, lowerBound: fresh?.lowerBound ?? 1, reserve: fresh?.reserve ?? 0, moves: kept.reasons
            )
        }
        guard var fresh else { return nil }
        fresh.hosts = keep.relabelled(fresh.hosts)
        for server in fresh.hosts.indices
        where earlier[server].map({ $0 != model.hosts[fresh.hosts[server]].name }) == true {
            fresh.moves[server] = "the servers that are new or have grown find no place beside the others as they were"
        }
        return fresh
    }

    /// The bound stays that of the plain problem: what a reserve needs is no proof of what is needed.
    private static func surviving(_ first: Placement, _ model: PlacementModel, _ solver: PackingSolver) async
        -> Placement?
    {
        let failover = Failover(model: model)
        let repair = PlacementRepair(model: model, failover: failover)
        for reserve in reserves {
            guard var placement = reserve == 0 ? first : await solve(model, solver.part(0.3), reserve: reserve) else {
                break
            }
            placement.lowerBound = first.lowerBound
            if failover.broken(placement.hosts) == nil { return placement }
            if let hosts = repair.mended(placement.hosts) {
                return Placement(hosts: hosts, lowerBound: first.lowerBound, reserve: reserve)
            }
        }
        return repair.searched().map { Placement(hosts: $0, lowerBound: first.lowerBound, reserve: 0) }
    }

    static func solve(_ model: PlacementModel, _ solver: PackingSolver, reserve: Double) async -> Placement? {
        let instance = model.instance(reserve: reserve)
        let problem = PackingProblem(instance, rules: model.packingRules())
        let fits = (0..<problem.count).allSatisfy { item in
            problem.types.indices.contains { problem.fits(item, on: $0) }
        }
        guard fits, let solved = try? await solver.search(problem) else { return nil }
        return Placement(
            hosts: named(solved.layout, model), lowerBound: Int((solved.bound - 1e-9).rounded(.up)), reserve: reserve)
    }

    /// Gives each host of the layout a host of the pool: the one with the first server gets the first of its type.
    private static func named(_ layout: Layout, _ model: PlacementModel) -> [Int] {
        var next = [Int](repeating: 0, count: model.types.count)
        var hosts = [Int](repeating: 0, count: model.servers.count)
        for host in layout.hosts.sorted(by: { ($0.items.min() ?? 0) < ($1.items.min() ?? 0) }) {
            let name = model.types[host.type][next[host.type]]
            next[host.type] += 1
            for item in host.items { for server in model.units[item] { hosts[server] = name } }
        }
        return hosts
    }
}
