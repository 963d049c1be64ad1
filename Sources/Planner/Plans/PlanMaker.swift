public import Estate

/// Makes a plan from a request.
public enum PlanMaker {
    /// - Parameter solver: its time limit bounds each attempt.
    /// - Throws: ``Failure`` with ``Exit/refused`` and the numbers when a server fits on no host, rules contradict each
    ///   other, or nothing is left to move.
    public static func plan(
        _ request: PlanRequest, solver: PackingSolver = PackingSolver()
    ) async throws(Failure) -> Plan {
        let repository = try defaultRepository(of: request.pool)
        let profiles = request.profiles.sorted { $0.name < $1.name }
        let names = Set(profiles.map(\.name)).union(request.otherServers)
        try RuleNames.check(request.rules, servers: names, hosts: Set(request.hosts.map(\.name)))
        var ready: [PlannedServer] = []
        var leftOut: [LeftOut] = []
        for profile in profiles {
            switch SizedServer.of(profile, in: request) {
            case .ready(let server): ready.append(server)
            case .leftOut(let server): leftOut.append(server)
            }
        }
        guard !ready.isEmpty else { throw Refusal.nothingToMove(leftOut) }
        try checkSpace(ready, on: repository, free: request.storageFree[repository])
        let model = PlacementModel(
            servers: ready, demands: demands(of: ready, request), hosts: request.hosts, policy: request.policy,
            rules: request.rules)
        guard let placement = await Placement.solve(model, solver) else {
            throw await Refusal.noPlace(model, solver, pool: request.pool.name)
        }
        let hostsUsed = Set(placement.hosts).count
        let reasons = PlacementReasons(model: model, placement: placement)
        return Plan(
            pool: request.pool.name, inventoryDigest: Plan.digest(of: profiles),
            poolDigest: request.poolDigest, policy: request.policy, rules: request.rules, hostsUsed: hostsUsed,
            hostsLowerBound: min(hostsUsed, max(1, placement.lowerBound)),
            servers: ready.indices.map { s in
                var server = ready[s]
                server.host = model.hosts[placement.hosts[s]].name
                server.storage = repository
                server.reasons.insert(contentsOf: reasons.lines(for: s), at: 1)
                return server
            }, leftOut: leftOut)
    }

    /// Hourly demand of the servers that have history, by name.
    static func demands(of servers: [PlannedServer], _ request: PlanRequest) -> [String: Demand] {
        var found: [String: Demand] = [:]
        for server in servers {
            guard let history = request.history[server.server] else { continue }
            found[server.server] = DemandEstimate.of(server.server, history, policy: request.policy)
        }
        return found
    }

    private static func defaultRepository(of pool: PoolConfiguration) throws(Failure) -> String {
        guard let chosen = pool.storage.first(where: { $0.isDefault == true }) ?? pool.storage.first else {
            throw Failure(
                "plan", on: "pool \(pool.name)", because: "it has no storage repository",
                next: "name one under storage: in the pool file", exit: .refused)
        }
        return chosen.name
    }

    private static func checkSpace(_ servers: [PlannedServer], on storage: String, free: UInt64?) throws(Failure) {
        let needed = servers.flatMap(\.disks).reduce(UInt64(0)) { $0 + $1.bytes }
        guard let free, needed > free else { return }
        throw Failure(
            "plan", on: "SR \(storage)",
            because: "the images need \(needed >> 20) MiB and \(free >> 20) MiB are free",
            next: "free space on the SR, or name fewer servers", exit: .refused)
    }
}

extension PlanRequest {
    var poolDigest: String {
        Plan.digest(of: hosts, storage: pool.storage.map { "\($0.name) \($0.url)" }, network: pool.network)
    }
}
