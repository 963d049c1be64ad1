internal import Estate

extension Pinned: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        servers.compactMap { server in
            guard let host = placed.hostOf[server], !hosts.contains(host) else { return nil }
            return "pinned: \(server) is on \(host), not on \(hosts.joined(separator: " or "))"
        }
    }
}
