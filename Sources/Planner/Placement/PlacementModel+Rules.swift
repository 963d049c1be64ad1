internal import Estate

extension PlacementModel {
    /// Unit of each server, by name.
    private var unitOf: [String: Int] {
        var found: [String: Int] = [:]
        for (u, members) in units.enumerated() { for member in members { found[servers[member].server] = u } }
        return found
    }

    func apartItems() -> [[String]]? {
        let unitOf = unitOf
        let sets = (rules.apart ?? []).map { rule in rule.servers.compactMap { unitOf[$0] }.map { "u\($0)" } }
            .filter { $0.count > 1 }
        return sets.isEmpty ? nil : sets
    }

    /// Two servers that must be apart are together by another rule.
    var contradictsItself: Bool {
        let unitOf = unitOf
        return (rules.apart ?? []).contains { rule in
            let members = rule.servers.compactMap { unitOf[$0] }
            return Set(members).count < members.count
        }
    }

    /// The rules beside apart and together, over units and types.
    func packingRules() -> PackingRules {
        let unitOf = unitOf
        var packing = PackingRules()
        packing.allowed = allowed(unitOf)
        packing.limits = (rules.atMost ?? []).map { rule in
            let members = Set(rule.servers).compactMap { unitOf[$0] }
            return PackingRules.Limit(
                count: rule.count, members: Set(members),
                types: Set(types.indices.filter { rule.hosts.contains(hosts[types[$0][0]].name) }),
                weights: Dictionary(members.map { ($0, 1) }, uniquingKeysWith: +))
        }
        packing.spreads = (rules.licences ?? []).map { rule in
            PackingRules.Spread(hosts: rule.hosts, members: Set(rule.servers.compactMap { unitOf[$0] }))
        }
        return packing
    }

    private func allowed(_ unitOf: [String: Int]) -> [[Bool]] {
        var allowed = units.map { members in
            types.map { type in members.allSatisfy { servers[$0].vcpus <= hosts[type[0]].cpus } }
        }
        func keep(_ names: [String], where isAllowed: (Host) -> Bool) {
            for unit in names.compactMap({ unitOf[$0] }) {
                for t in types.indices where !isAllowed(hosts[types[t][0]]) { allowed[unit][t] = false }
            }
        }
        for rule in rules.pinned ?? [] { keep(rule.servers) { rule.hosts.contains($0.name) } }
        for rule in rules.banned ?? [] { keep(rule.servers) { !rule.hosts.contains($0.name) } }
        for rule in rules.needs ?? [] {
            keep(rule.servers) { host in
                let offers = Set((rules.hostFeatures ?? []).filter { $0.host == host.name }.flatMap(\.features))
                return offers.isSuperset(of: rule.features)
            }
        }
        return allowed.allSatisfy { $0.allSatisfy(\.self) } ? [] : allowed
    }
}
