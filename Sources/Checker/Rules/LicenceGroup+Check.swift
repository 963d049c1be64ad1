internal import Estate

extension LicenceGroup: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        let used = placed.byHost(servers).keys.sorted()
        guard used.count > hosts else { return [] }
        return ["licence\(reason.map { " \($0)" } ?? ""): on \(used.joined(separator: ", ")), \(hosts) are licensed"]
    }
}
