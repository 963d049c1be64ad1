package import Balancer
package import Estate
package import Pool

/// Whether a move takes from the pool that it can lose any one host.
package struct LossConcern {
    private let pool: any Pool

    package init(pool: any Pool) { self.pool = pool }

    package func concerns(about request: MigrationRequest) async throws -> [Concern] {
        let state = PoolObserver.state(
            hosts: try await pool.hosts(), machines: try await pool.machines(),
            load: PoolLoad(seconds: 0, machines: [], hosts: []), repositories: [], closed: [], history: [])
        return try Self.concerns(about: request, in: state)
    }

    /// Pure: the pool as it is, and as it would be.
    package static func concerns(about request: MigrationRequest, in state: BalanceState) throws -> [Concern] {
        guard state.hosts.contains(where: { $0.name == request.to }),
            let index = state.machines.firstIndex(where: { $0.name == request.machine && $0.host == request.from }),
            try Balancer.hostLosses(state, limit: 1).survivable == 1
        else { return [] }
        var after = state
        after.machines[index].host = request.to
        let losses = try Balancer.hostLosses(after, limit: 1)
        guard losses.survivable == 0 else { return [] }
        let homeless = losses.homeless.joined(separator: ", ")
        return [
            Concern(
                id: "migrate-host-loss", severity: .warning,
                seen:
                    "after this move the loss of \(losses.worstHosts.joined(separator: ", ")) leaves no room for \(homeless)",
                matters: "Now any one host can be lost; then no longer.",
                advice: "name another host, or let p2v choose: p2v rebalance")
        ]
    }
}
