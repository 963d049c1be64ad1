internal import Estate

extension Apart: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        placed.byHost(servers).filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { "apart: \($0.value.joined(separator: " and ")) are together on \($0.key)" }
    }
}
