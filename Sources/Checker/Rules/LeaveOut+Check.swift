internal import Estate

extension LeaveOut: CheckedRule {
    func broken(_ placed: PlacedServers, features: [String: Set<String>]) -> [String] {
        placed.hostOf[server].map { ["leave out: \(server) is planned onto \($0)"] } ?? []
    }
}
