internal import Estate

/// A request's servers on the hosts of a catalogue, as a packing problem.
struct PurchaseOffer {
    let catalogue: Catalogue
    let servers: [PlannedServer]
    let demands: [String: Demand]
    /// Those that say something of hosts that are not bought yet.
    let rules: Rules
    private let request: PlanRequest

    init(catalogue: Catalogue, request: PlanRequest) {
        (self.catalogue, self.request) = (catalogue, request)
        servers = request.profiles.sorted { $0.name < $1.name }.compactMap { profile in
            if case .ready(let server) = SizedServer.of(profile, in: request) { server } else { nil }
        }
        demands = PlanMaker.demands(of: servers, request)
        rules = Rules(
            apart: request.rules.apart, together: request.rules.together, licences: request.rules.licences,
            needs: request.rules.needs)
    }

    /// Of the rules that name today's hosts.
    var notes: [String] {
        [
            ("pinned", request.rules.pinned?.count), ("banned", request.rules.banned?.count),
            ("atMost", request.rules.atMost?.count),
        ].filter { ($1 ?? 0) > 0 }.map { "\($0.0) names hosts of today and was not kept" }
    }

    /// Licences are left to the spare hosts: they count over all.
    ///
    /// - Throws: ``Failure`` (refused) for a server that no type of host carries, with what it lacks.
    func problem() throws(Failure) -> PackingProblem {
        let hosts = catalogue.hosts.map { PurchaseSpare.host($0, named: $0.type) }
        let model = PlacementModel(
            servers: servers, demands: demands, hosts: hosts, policy: request.policy,
            rules: Rules(apart: rules.apart, together: rules.together))
        var instance = model.instance(reserve: 0)
        instance.hosts = catalogue.hosts.indices.map { at in
            PackingInstance.HostType(
                type: catalogue.hosts[at].type, capacity: model.capacity(of: hosts[at]),
                cost: catalogue.hosts[at].price, count: catalogue.hosts[at].count)
        }
        var packing = PackingRules()
        packing.allowed = model.units.map { members in
            catalogue.hosts.map { type in members.allSatisfy { lacks(type, servers[$0]) == nil } }
        }
        for (members, allowed) in zip(model.units, packing.allowed) where !allowed.contains(true) {
            throw homeless(members.map { servers[$0] })
        }
        if packing.allowed.allSatisfy({ $0.allSatisfy(\.self) }) { packing.allowed = [] }
        try InstanceCheck.check(instance, source: "catalogue")
        return PackingProblem(instance, rules: packing)
    }

    /// Why the server does not go to such a host; nil: it may.
    private func lacks(_ type: Catalogue.HostType, _ server: PlannedServer) -> String? {
        if server.vcpus > type.cpus { return "\(type.type) has \(type.cpus) CPUs for \(server.vcpus) vCPUs" }
        let needed = (rules.needs ?? []).filter { $0.servers.contains(server.server) }.flatMap(\.features)
        let missing = Set(needed).subtracting(type.features ?? []).sorted()
        return missing.isEmpty ? nil : "\(type.type) does not offer \(missing.joined(separator: ", "))"
    }

    private func homeless(_ members: [PlannedServer]) -> Failure {
        let reasons = catalogue.hosts.compactMap { type in members.lazy.compactMap { lacks(type, $0) }.first }
        return Failure(
            "choose hosts to buy", on: members.map(\.server).joined(separator: ", "),
            because: reasons.joined(separator: "; "),
            next: "offer a type that carries it, with features: where it needs some",
            exit: .refused)
    }
}
