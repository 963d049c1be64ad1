package import Estate

/// Which hosts of a catalogue to buy for a request's servers, at the least price.
package struct Purchase: Sendable, Hashable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var type: String
        package var count: Int
    }

    package var lines: [Line]
    package var price: Double
    /// No purchase from this catalogue can cost less.
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
        let hosts = catalogue.hosts.map { type in
            let bytes = UInt64(type.memoryMiB) << 20
            return Host(
                name: type.type, cpus: type.cpus, memoryBytes: bytes, freeMemoryBytes: bytes, hypervisor: "kvm",
                versions: [], rates: type.rates)
        }
        let model = PlacementModel(
            servers: ready, demands: PlanMaker.demands(of: ready, request), hosts: hosts, policy: request.policy,
            rules: Rules(apart: request.rules.apart, together: request.rules.together))
        var instance = model.instance(reserve: 0)
        instance.hosts = catalogue.hosts.indices.map { at in
            PackingInstance.HostType(
                type: catalogue.hosts[at].type, capacity: model.capacity(of: hosts[at]),
                cost: catalogue.hosts[at].price, count: catalogue.hosts[at].count)
        }
        try InstanceCheck.check(instance, source: "catalogue")
        let packing = try await solver.solve(instance)
        let lines = catalogue.hosts.map { type in
            Line(type: type.type, count: packing.hosts.count { $0.type == type.type })
        }.filter { $0.count > 0 }
        let units = lines.reduce(0) { sum, line in
            sum + line.count * (catalogue.hosts.first { $0.type == line.type }?.rackUnits ?? 0)
        }
        return Purchase(
            lines: lines, price: packing.objective, leastPrice: packing.lowerBound, currency: catalogue.currency,
            rackUnits: units)
    }
}
