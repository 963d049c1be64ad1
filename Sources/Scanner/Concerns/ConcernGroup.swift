package import Estate

/// One concern of several servers, told once.
package struct ConcernGroup: Sendable, Hashable, Codable {
    /// What was seen, and of which servers.
    package struct Finding: Sendable, Hashable, Codable {
        package var seen: String
        package var servers: [String]
    }

    package var id: String
    package var severity: Concern.Severity
    package var matters: String
    package var advice: String
    package var findings: [Finding]

    /// Each server once.
    package var servers: [String] { Set(findings.flatMap(\.servers)).sorted() }

    /// The most severe first, then those of most servers, then by name.
    package static func of(_ profiles: [ServerProfile]) -> [ConcernGroup] {
        var found: [ConcernGroup] = []
        var places: [[String]: Int] = [:]
        for profile in profiles {
            for concern in profile.concerns {
                let key = [concern.severity.rawValue, concern.id, concern.matters, concern.advice]
                let place = places[key] ?? found.count
                if place == found.count {
                    places[key] = place
                    found.append(
                        ConcernGroup(
                            id: concern.id, severity: concern.severity, matters: concern.matters,
                            advice: concern.advice, findings: []))
                }
                found[place].add(concern.seen, of: profile.name)
            }
        }
        return found.sorted { ($1.severity, $1.servers.count, $0.id) < ($0.severity, $0.servers.count, $1.id) }
    }

    private mutating func add(_ seen: String, of server: String) {
        if let at = findings.firstIndex(where: { $0.seen == seen }) {
            if !findings[at].servers.contains(server) { findings[at].servers.append(server) }
        } else {
            findings.append(Finding(seen: seen, servers: [server]))
        }
    }

    /// `db1, db2 and 17 more`.
    package static func names(_ servers: [String], most: Int) -> String {
        servers.count <= most + 1
            ? servers.joined(separator: ", ")
            : servers.prefix(most).joined(separator: ", ") + " and \(servers.count - most) more"
    }
}
