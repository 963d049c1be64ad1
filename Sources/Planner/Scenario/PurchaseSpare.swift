internal import Estate

/// Adds hosts to a purchase until a placement on them keeps all promises: the losses of hosts, licences, and who is apart
/// from whom or together with whom. Rules that name today's hosts say nothing about hosts that are not bought yet.
struct PurchaseSpare: Sendable {
    let catalogue: Catalogue
    let servers: [PlannedServer]
    let demands: [String: Demand]
    let policy: PlanPolicy
    let rules: Rules

    /// - Parameter counts: hosts of each type that carry the servers while all is well.
    /// - Returns: the same with the cheapest spare hosts that were found to be enough; nil where none were.
    func kept(_ counts: [Int], _ solver: PackingSolver) async -> [Int]? {
        var counts = counts
        let cheap = counts.indices.sorted { catalogue.hosts[$0].price < catalogue.hosts[$1].price }
        for _ in 0...policy.survive + 2 {
            if await isEnough(counts, solver) { return counts }
            for type in cheap where isOffered(type, counts) {
                var more = counts
                more[type] += 1
                if await isEnough(more, solver) { return more }
            }
            guard let dearest = cheap.last(where: { isOffered($0, counts) }) else { return nil }
            counts[dearest] += 1
        }
        return nil
    }

    private func isOffered(_ type: Int, _ counts: [Int]) -> Bool { counts[type] < catalogue.hosts[type].count ?? .max }

    private func isEnough(_ counts: [Int], _ solver: PackingSolver) async -> Bool {
        let hosts = counts.indices.flatMap { at in
            (0..<counts[at]).map { Self.host(catalogue.hosts[at], named: "\(catalogue.hosts[at].type) \($0 + 1)") }
        }
        var rules = rules
        if rules.needs?.isEmpty == false {
            let features = catalogue.hosts.map { $0.features ?? [] }
            rules.hostFeatures = counts.indices.flatMap { at in
                (0..<counts[at]).map {
                    HostFeatures(host: "\(catalogue.hosts[at].type) \($0 + 1)", features: features[at])
                }
            }
        }
        let model = PlacementModel(servers: servers, demands: demands, hosts: hosts, policy: policy, rules: rules)
        return await Placement.solve(model, solver.part(0.2)) != nil
    }

    static func host(_ type: Catalogue.HostType, named name: String) -> Host {
        let bytes = UInt64(type.memoryMiB) << 20
        return Host(
            name: name, cpus: type.cpus, memoryBytes: bytes, freeMemoryBytes: bytes, hypervisor: "kvm", versions: [],
            rates: type.rates)
    }
}
