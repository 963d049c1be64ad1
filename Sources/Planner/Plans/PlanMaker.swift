package import Estate

/// Makes a plan from a request.
package enum PlanMaker {
    /// - Parameter solver: its time limit bounds all attempts together.
    /// - Throws: ``Failure`` with ``Exit/refused`` and the numbers when a server fits on no host, rules contradict each
    ///   other, or nothing is left to move.
    package static func plan(
        _ request: PlanRequest, solver: PackingSolver = PackingSolver()
    ) async throws(Failure) -> Plan {
        let solver = solver.bounded()
        let profiles = request.profiles.sorted { $0.name < $1.name }
        let names = Set(profiles.map(\.name)).union(request.others.map(\.name))
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
        let demands = demands(of: ready, request)
        let storage = try StorageChoice(request, demands: demands)
        let before = Dictionary((request.keep?.servers ?? []).map { ($0.server, $0) }, uniquingKeysWith: { a, _ in a })
        let repositories = try await storage.choose(ready, keeping: before.mapValues(\.storage), solver)
        let model = PlacementModel(
            servers: ready, demands: demands, hosts: request.hosts, policy: request.policy, rules: request.rules)
        let earlier = ready.map { before[$0.server]?.host }
        guard let placement = await Placement.solve(model, solver, keeping: earlier) else {
            throw await Refusal.noPlace(model, solver, pool: request.pool.name)
        }
        let hostsUsed = Set(placement.hosts).count
        let reasons = PlacementReasons(model: model, placement: placement, earlier: earlier)
        return Plan(
            pool: request.pool.name, inventoryDigest: Plan.digest(of: profiles),
            poolDigest: request.poolDigest, policy: request.policy, rules: request.rules, hostsUsed: hostsUsed,
            hostsLowerBound: min(hostsUsed, max(1, placement.lowerBound)),
            servers: ready.indices.map { s in
                var server = ready[s]
                server.host = model.hosts[placement.hosts[s]].name
                server.storage = repositories[s]
                server.reasons.insert(contentsOf: reasons.lines(for: s), at: 1)
                server.reasons += storage.remarks(server, on: repositories[s])
                return server
            }, leftOut: leftOut, risk: RiskEstimate.of(model, placement, request.history))
    }

    /// Hourly demand of the servers that have history, by name.
    package static func demands(of servers: [PlannedServer], _ request: PlanRequest) -> [String: Demand] {
        let profiles = Dictionary(request.profiles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [String: Demand] = [:]
        for server in servers {
            guard let history = request.history[server.server] else { continue }
            let threads = profiles[server.server]?.hardware.processor.value?.threads
            found[server.server] = DemandEstimate.of(
                server.server, history, policy: request.policy, threads: threads)
        }
        return found
    }
}

extension PlanRequest {
    var poolDigest: String {
        Plan.digest(of: hosts, storage: pool.storage.map { "\($0.name) \($0.url)" }, network: pool.network)
    }
}
