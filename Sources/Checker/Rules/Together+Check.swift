internal import Estate

extension Together: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        let hosts = placed.byHost(servers)
        guard hosts.count > 1 else { return [] }
        let places = hosts.sorted { $0.key < $1.key }.map { "\($0.value.joined(separator: ", ")) on \($0.key)" }
        return ["together: \(places.joined(separator: "; "))"]
    }
}
