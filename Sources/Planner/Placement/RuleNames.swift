internal import Estate

/// Every name in the rules must be known; a mistyped one would be a rule that silently does nothing.
enum RuleNames {
    static func check(_ rules: Rules, servers: Set<String>, hosts: Set<String>) throws(Failure) {
        for (kind, names) in serverNames(rules) {
            for name in names where !servers.contains(name) { throw unknown(kind, "server", name, servers) }
        }
        for (kind, names) in hostNames(rules) {
            for name in names where !hosts.contains(name) { throw unknown(kind, "host", name, hosts) }
        }
        for rule in rules.atMost ?? [] where rule.count < 0 { throw negative("atMost", rule.count) }
        for rule in rules.licences ?? [] where rule.hosts < 0 { throw negative("licences", rule.hosts) }
    }

    private static func serverNames(_ rules: Rules) -> [(String, [String])] {
        (rules.apart ?? []).map { ("apart", $0.servers) } + (rules.together ?? []).map { ("together", $0.servers) }
            + (rules.pinned ?? []).map { ("pinned", $0.servers) } + (rules.banned ?? []).map { ("banned", $0.servers) }
            + (rules.atMost ?? []).map { ("atMost", $0.servers) }
            + (rules.licences ?? []).map { ("licences", $0.servers) }
            + (rules.needs ?? []).map { ("needs", $0.servers) }
            + (rules.sameWave ?? []).map { ("sameWave", $0.servers) }
            + (rules.leaveOut ?? []).map { ("leaveOut", [$0.server]) }
            + (rules.owners ?? []).map { ("owners", $0.servers) }
    }

    private static func hostNames(_ rules: Rules) -> [(String, [String])] {
        (rules.pinned ?? []).map { ("pinned", $0.hosts) } + (rules.banned ?? []).map { ("banned", $0.hosts) }
            + (rules.atMost ?? []).map { ("atMost", $0.hosts) }
            + (rules.hostFeatures ?? []).map { ("hostFeatures", [$0.host]) }
    }

    private static func unknown(_ kind: String, _ what: String, _ name: String, _ known: Set<String>) -> Failure {
        Failure(
            "read the rules", on: kind,
            because: "no \(what) is named \"\(name)\"" + Nearest.hint(for: name, among: known.sorted()),
            next: "correct the name, or scan the server first", exit: .refused)
    }

    private static func negative(_ kind: String, _ count: Int) -> Failure {
        Failure("read the rules", on: kind, because: "\(count) is negative", next: "write 0 or more", exit: .refused)
    }
}
