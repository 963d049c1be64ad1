internal import Estate

extension Banned: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        servers.compactMap { server in
            guard let host = placed.hostOf[server], hosts.contains(host) else { return nil }
            return "banned: \(server) is on \(host)"
        }
    }
}
