package import Estate

/// Concerns that only show when servers are seen together.
package enum FleetConcerns {
    private struct Rule {
        var id: String
        var what: String
        var key: (ServerProfile) -> String?
    }

    private static var rules: [Rule] {
        [
            Rule(id: "duplicate-machine-id", what: "machine id") { $0.identity.machineID.value },
            Rule(id: "duplicate-host-key", what: "ssh host key") { $0.identity.hostKeyFingerprint.value },
            Rule(id: "duplicate-dmi-uuid", what: "firmware UUID") { $0.identity.dmiUUID.value },
        ]
    }

    /// What one server shares with others at other addresses, although it should be its own.
    package static func concerns(of profile: ServerProfile, among others: [ServerProfile]) -> [Concern] {
        rules.compactMap { rule in
            guard let own = rule.key(profile) else { return nil }
            let same = others.filter { $0.address != profile.address && rule.key($0) == own }
            guard !same.isEmpty else { return nil }
            let names = same.map { "\($0.name) (\($0.address))" }.sorted().prefix(5).joined(separator: ", ")
            return Concern(
                id: rule.id, severity: .warning, seen: "the same \(rule.what) as \(names)",
                matters: "a cloned server, or one server under two addresses, would be counted and moved twice",
                advice: "leave one of the addresses out, or give the clone an identity of its own")
        }
    }
}
