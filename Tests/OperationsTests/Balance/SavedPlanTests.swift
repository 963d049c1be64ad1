import Balancer
import Estate
import Foundation
import Pool
import Testing

@testable import Operations

/// A plan that was reviewed for the whole pool must not be applied to the part of it that answers.
@Suite struct `A saved plan` {
    private func saved(_ scene: PoolScene) async throws -> String {
        let path = scene.scene.root.appendingPathComponent("plan.json").path
        var request = Rebalance.Request(scene.terms)
        request.output = path
        _ = try await Rebalance(request, in: scene.workspace, pool: scene.pool) { _ in }.run()
        return path
    }

    private func apply(_ path: String, _ scene: PoolScene) async throws -> Rebalance.Rebalanced {
        var request = Rebalance.Request(scene.terms)
        request.apply = true
        request.plan = path
        return try await Rebalance(request, in: scene.workspace, pool: scene.pool) { _ in }.run()
    }

    // The plan itself was made while c was silent, so nothing has changed since.
    @Test func `is refused while a host cannot be asked, also when it could not be asked before`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.setReachable(false, "c")
        let path = try await saved(scene)
        let failure = await #expect(throws: Failure.self) { _ = try await apply(path, scene) }
        #expect(failure?.exit == .refused && failure?.because == "not all of the pool is seen: c cannot be asked")
    }

    @Test func `is applied where every host is seen and nothing has changed`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        #expect(try await apply(try await saved(scene), scene).report?.stopped == nil)
    }
}
