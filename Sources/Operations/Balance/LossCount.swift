package import Balancer
package import Estate
internal import Pool

/// How many host losses the pool can take, counted on what the pool says now: `p2v-host-losses/1`.
package struct LossCount: Encodable {
    private(set) var format = "p2v-host-losses/1"
    package let asked: Int
    package let losses: HostLosses
    /// What was not seen and is missing in the count; the true number may be lower.
    private(set) package var blindness: Failure?
    /// Why hosts that are closed for work are counted as open.
    private(set) package var marksUnknown: String?

    private enum CodingKeys: CodingKey { case format, asked, losses }

    /// - Throws: ``Failure`` where the pool does not answer at all.
    package init(of count: Int, policy: BalancePolicyFile, in workspace: Workspace) async throws {
        let pool = try workspace.openPool()
        let closed = await PoolMemory(workspace, pool).closedHosts()
        var state = try await PoolObserver(pool: pool, closed: closed)
            .observe(PoolLoad(seconds: 0, machines: [], hosts: []))
        policy.complete(&state)
        asked = count
        losses = try Balancer.hostLosses(state, limit: count)
        blindness = state.blindness.map {
            Failure(
                "count the losses that the pool can take", on: pool.name, because: $0,
                next: "what was counted leaves out what such a host runs; bring it back and ask again")
        }
        marksUnknown = closed.reason.map { PoolObserver.marksUnknown + $0 }
    }
}
