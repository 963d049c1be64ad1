internal import Estate

/// Servers that move in one window: those that depend on each other, and those that share a host because they talk all day.
enum WaveBlocks {
    /// The least risk first: few vCPUs, little to copy, few services.
    static func of(_ plan: Plan) -> [[PlannedServer]] {
        var group: [String: Int] = [:]
        let sets = (plan.rules.sameWave ?? []).map(\.servers) + (plan.rules.together ?? []).map(\.servers)
        for (number, servers) in sets.enumerated() {
            let merged = Set(servers.compactMap { group[$0] })
            for (server, old) in group where merged.contains(old) { group[server] = number }
            for server in servers { group[server] = number }
        }
        let blocks = Dictionary(grouping: plan.servers) { group[$0.server].map { "g\($0)" } ?? "s\($0.server)" }
        return blocks.values.map { $0.sorted { $0.server < $1.server } }
            .sorted { (risk($0), $0[0].server) < (risk($1), $1[0].server) }
    }

    /// Grows with what is lost when the move goes wrong.
    private static func risk(_ block: [PlannedServer]) -> Double {
        block.reduce(0) { sum, server in
            let gib = Double(bytes(server)) / 1_073_741_824
            return sum + gib + 10 * Double(server.vcpus) + 25 * Double(server.cutOver.quiesce.count)
        }
    }

    /// What is copied.
    static func bytes(_ server: PlannedServer) -> UInt64 { server.disks.reduce(0) { $0 + $1.copiedBytes } }
}
