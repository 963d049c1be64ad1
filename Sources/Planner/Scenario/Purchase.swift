package import Estate

/// Which hosts of a catalogue to buy for a request's servers, at the least price that was found, with the spare hosts that
/// the promised losses ask for.
package struct Purchase: Sendable, Hashable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var type: String
        package var count: Int
    }

    package var lines: [Line]
    package var price: Double
    /// No purchase from this catalogue can cost less, even without spare hosts.
    package var leastPrice: Double
    package var currency: String
    package var rackUnits: Int

    package static func of(
        _ catalogue: Catalogue, for request: PlanRequest, solver: PackingSolver
    ) async throws(Failure) -> Purchase {
        guard catalogue.format == Catalogue.format, !catalogue.hosts.isEmpty else {
            throw Failure(
                "read the catalogue", on: catalogue.format, because: "it is not \(Catalogue.format), or names no hosts",
                next: "correct the file", exit: .refused)
        }
        let ready = request.profiles.sorted { $0.name < $1.name }.compactMap { profile -> PlannedServer? in
            if case .ready(let server) = SizedServer.of(profile, in: request) { server } else { nil }
        }
        let hosts = catalogue.hosts.map { PurchaseSpare.host($0, named: $0.type) }
        let rules = Rules(
            apart: request.rules.apart, together: request.rules.together, licences: request.rules.licences)
        let demands = PlanMaker.demands(of: ready, request)
        let model = PlacementModel(
            servers: ready, demands: demands, hosts: hosts, policy: request.policy,
            rules: Rules(apart: rules.apart, together: rules.together))
        var instance = model.instance(reserve: 0)
        instance.hosts = catalogue.hosts.indices.map { at in
            PackingInstance.HostType(
                type: catalogue.hosts[at].type, capacity: model.capacity(of: hosts[at]),
                cost: catalogue.hosts[at].price, count: catalogue.hosts[at].count)
        }
        try InstanceCheck.check(instance, source: "catalogue")
        let solver = solver.bounded()
        let packing = try await solver.part(0.6).solve(instance)
        let carrying = catalogue.hosts.map { type in packing.hosts.count { $0.type == type.type } }
        let spare = PurchaseSpare(
            catalogue: catalogue, servers: ready, demands: demands, policy: request.policy, rules: rules)
        guard let counts = await spare.kept(carrying, solver) else {
            throw Failure(
                "choose hosts to buy", on: "\(ready.count) servers",
                because:
                    "they fit on \(carrying.reduce(0, +)) hosts, but no hosts beside them were found that keep licences "
                    + "and survive the loss of \(request.policy.survive)",
                next: "offer larger hosts, or more of them, or ask with --survive 0", exit: .refused)
        }
        let lines = zip(catalogue.hosts, counts).map { Line(type: $0.type, count: $1) }.filter { $0.count > 0 }
        let price = zip(catalogue.hosts, counts).reduce(0.0) { $0 + $1.0.price * Double($1.1) }
        let units = lines.reduce(0) { sum, line in
            sum + line.count * (catalogue.hosts.first { $0.type == line.type }?.rackUnits ?? 0)
        }
        return Purchase(
            lines: lines, price: price, leastPrice: packing.lowerBound, currency: catalogue.currency,
            rackUnits: units)
    }
}
