import Balancer
import Estate
import Foundation
import Pool
import Testing

@testable import Operations

/// The place of the pool's state is away: hosts may be closed for work, and nobody knows which. A script that gets 0, or a
/// number without a word, goes on as if all were open.
@Suite struct `Marks that cannot be read` {
    private func scene() async throws -> PoolScene {
        let scene = try await PoolScene()
        try FileManager.default.removeItem(atPath: scene.scene.place)
        return scene
    }

    @Test func `make nothing to move an error that says why`() async throws {
        let scene = try await scene()
        defer { scene.scene.end() }
        let done = try await Rebalance(Rebalance.Request(scene.terms), in: scene.workspace, pool: scene.pool) { _ in }
            .run()
        let failure = try #require(done.blindness)
        #expect(done.plan.moves.isEmpty && failure.exit == .error)
        #expect(failure.because.contains("which hosts are closed for work is not known"))
    }

    /// "Open it with p2v return" sends the operator to a host that nobody may have closed.
    @Test func `keep a move back with advice that fits the cause`() async throws {
        let scene = try await scene()
        defer { scene.scene.end() }
        let concern = ClosedConcern(memory: PoolMemory(scene.workspace, scene.pool), isAllowed: false)
        let found = await concern.concerns(about: MigrationRequest(machine: "v1", from: "a", to: "b"))
        #expect(found.map(\.severity) == [.critical])
        #expect(found.allSatisfy { $0.seen.contains("is not known") && !$0.advice.contains("p2v return") })
    }

    @Test func `make a count of losses that is enough an error, and leave one that is not as it is`() async throws {
        let scene = try await scene()
        defer { scene.scene.end() }
        let enough = try await LossCount(
            of: 1, policy: BalancePolicyFile(), in: scene.workspace, pool: scene.pool)
        #expect(enough.blindness?.exit == .error && enough.losses.survivable == 1)
        let tooMany = try await LossCount(
            of: 3, policy: BalancePolicyFile(), in: scene.workspace, pool: scene.pool)
        #expect(tooMany.blindness == nil && tooMany.losses.survivable < 3)
    }
}
