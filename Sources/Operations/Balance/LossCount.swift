package import Balancer
package import Estate
package import Pool

/// How many host losses the pool can take, counted on what the pool says now: `p2v-host-losses/1`.
package struct LossCount: Encodable {
    private(set) var format = "p2v-host-losses/1"
    package let asked: Int
    package let losses: HostLosses
    /// What was not seen and is missing in the count; the true number may be lower.
    private(set) package var blindness: Failure?

    private enum CodingKeys: CodingKey { case format, asked, losses }

    /// - Parameter pool: the pool file's where it is nil.
    /// - Throws: ``Failure`` where the pool does not answer at all.
    package init(
        of count: Int, policy: BalancePolicyFile, in workspace: Workspace, pool: (any Pool)? = nil
    ) async throws {
        let pool = try pool ?? workspace.openPool()
        let closed = await PoolMemory(workspace, pool).closedHosts()
        var state = try await PoolObserver(pool: pool, closed: closed)
            .observe(PoolLoad(seconds: 0, machines: [], hosts: []))
        policy.complete(&state)
        asked = count
        losses = try Balancer.hostLosses(state, limit: count)
        let attempt = "count the losses that the pool can take"
        if let unseen = state.blindness {
            blindness = Failure(
                attempt, on: pool.name, because: unseen,
                next: "what was counted leaves out what such a host runs; bring it back and ask again")
        } else if let reason = closed.reason, losses.survivable >= count {
            // Every host is counted as open: a "no" holds all the same.
            blindness = Failure(
                attempt, on: pool.name, because: PoolObserver.marksUnknown + reason,
                next: "what was counted takes every host for open; see p2v doctor, and ask again")
        }
    }
}
