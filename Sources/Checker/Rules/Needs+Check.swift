internal import Estate

extension Needs: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        servers.compactMap { server in
            guard let host = placed.hostOf[server] else { return nil }
            let missing = Set(self.features).subtracting(features[host] ?? [])
            return missing.isEmpty
                ? nil
                : "needs: \(server) is on \(host), which does not offer \(missing.sorted().joined(separator: ", "))"
        }
    }
}
