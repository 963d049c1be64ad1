package import Estate

extension PlanCheck {
    /// What was seen or promised and is no longer in the plan: the other direction of ``findings(plan:hosts:demands:storage:)``,
    /// which reads only what stands in it.
    package static func lost(plan: Plan, from origin: PlanOrigin) -> [String] {
        let profileOf = Dictionary(origin.profiles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return missing(plan, origin)
            + plan.servers.flatMap { server -> [String] in
                guard let profile = profileOf[server.server], !origin.moved.contains(server.server) else { return [] }
                let need = ObservedNeed(profile, origin.history[server.server] ?? [], plan.policy)
                return ServerOrigin(server: server, profile: profile, network: origin.network).findings()
                    + need.findings(server)
            } + (origin.policy.map { PolicyPromise.weaker(plan.policy, than: $0) } ?? [])
            + (origin.rules.map { goneRules(plan.rules, $0) } ?? [])
    }

    /// Servers that the plan was made from and that it does not name.
    private static func missing(_ plan: Plan, _ origin: PlanOrigin) -> [String] {
        let named = Set(plan.servers.map(\.server) + plan.leftOut.map(\.server))
        let others = origin.profiles.filter { !named.contains($0.name) }
        let words = { (name: String) in "\(name) is neither planned nor left out" }
        if origin.isWhole { return others.map { words($0.name) } }
        let mine = origin.profiles.filter { named.contains($0.name) }
        // A server that has become a VM has other disks: the digest of all is no longer what it was.
        guard origin.moved.isDisjoint(with: named) else { return [] }
        guard Plan.digest(of: mine) != plan.inventoryDigest else { return [] }
        if let gone = others.prefix(500).first(where: { Plan.digest(of: mine + [$0]) == plan.inventoryDigest }) {
            return [words(gone.name)]
        }
        return ["the servers are not those that the plan was made from, or have changed since: its digest differs"]
    }

    private static func goneRules(_ now: Rules, _ stated: Rules) -> [String] {
        gone("apart", now.apart, stated.apart) { $0.servers }
            + gone("together", now.together, stated.together) { $0.servers }
            + gone("pinned", now.pinned, stated.pinned) { $0.servers }
            + gone("banned", now.banned, stated.banned) { $0.servers }
            + gone("atMost", now.atMost, stated.atMost) { $0.servers }
            + gone("licences", now.licences, stated.licences) { $0.servers }
            + gone("needs", now.needs, stated.needs) { $0.servers }
            + gone("sameWave", now.sameWave, stated.sameWave) { $0.servers }
            + gone("leaveOut", now.leaveOut, stated.leaveOut) { [$0.server] }
            + gone("owners", now.owners, stated.owners) { $0.servers }
    }

    private static func gone<Rule: Equatable>(
        _ kind: String, _ now: [Rule]?, _ stated: [Rule]?, _ servers: (Rule) -> [String]
    ) -> [String] {
        (stated ?? []).filter { now?.contains($0) != true }.map {
            "\(kind): \(servers($0).joined(separator: ", ")) is gone from the rules, or was changed"
        }
    }
}
