internal import Estate

/// Who is where, as a plan says it: what rules are judged on.
struct PlacedServers {
    /// Host of each planned server.
    let hostOf: [String: String]

    init(_ plan: Plan) {
        hostOf = Dictionary(plan.servers.map { ($0.server, $0.host) }, uniquingKeysWith: { first, _ in first })
    }

    /// The planned ones among these, by host.
    func byHost(_ servers: [String]) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for server in Set(servers) { if let host = hostOf[server] { found[host, default: []].append(server) } }
        return found.mapValues { $0.sorted() }
    }
}

/// A rule that can be judged: each kind has a check of its own.
protocol CheckedRule {
    /// What is broken, in words; empty when the rule holds.
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String]
}
