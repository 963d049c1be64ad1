package import Estate

/// A network of its own for migrations is one only where every host has its own address on it.
package struct MigrationNetworkCheck: Check {
    private let members: [PoolConfiguration.Member]

    package init(_ members: [PoolConfiguration.Member]) { self.members = members }

    package func findings() async -> [Finding] {
        let with = members.filter { $0.migrationAddress != nil }
        guard !with.isEmpty else { return [] }
        let without = members.filter { $0.migrationAddress == nil }.map(\.name)
        let hint = "correct migrationAddress in the pool file"
        if !without.isEmpty {
            return [
                Finding(
                    .pool, .problem, "migration network",
                    "\(without.joined(separator: ", ")) has no migrationAddress: moves to it take the other network",
                    hint: "give every host one, or none")
            ]
        }
        let twice = Dictionary(grouping: with) { $0.migrationAddress ?? "" }.filter { $0.value.count > 1 }
        if let (address, hosts) = twice.min(by: { $0.key < $1.key }) {
            let names = hosts.map(\.name).joined(separator: ", ")
            return [
                Finding(
                    .pool, .problem, "migration network", "\(names) have the same address \(address)", hint: hint)
            ]
        }
        let addresses = with.map { "\($0.name) at \($0.migrationAddress ?? "")" }.joined(separator: ", ")
        return [Finding(.pool, .ok, "migration network", addresses)]
    }
}
