internal import Estate

extension AtMost: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        let here = servers.filter { placed.hostOf[$0].map(hosts.contains) ?? false }
        guard here.count > count else { return [] }
        return ["at most \(count) on \(reason ?? hosts.joined(separator: ", ")): \(here.joined(separator: ", ")) are"]
    }
}
