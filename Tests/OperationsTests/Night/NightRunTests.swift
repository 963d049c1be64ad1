import Estate
import Foundation
import Pool
import Testing

@testable import Operations

/// A night that leaves no numbers behind is one that nobody asks about.
@Suite struct `A night from its beginning to its report` {
    private func metrics(_ scene: PoolScene, _ terms: Result<BalanceTerms, any Error>) async throws -> String {
        let path = scene.scene.root.appendingPathComponent("p2v.prom").path
        var request = Night.Request(terms, refresh: NightRefresh(store: scene.workspace.storePath))
        request.metrics = path
        request.reports = scene.scene.root.appendingPathComponent("reports").path
        _ = try? await Night(request, in: scene.workspace, pool: scene.pool) { _ in }.run()
        #expect(try FileManager.default.contentsOfDirectory(atPath: request.reports ?? "").count == 2)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func `with nothing to do is green`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        #expect(try await metrics(scene, .success(scene.terms)).contains("p2v_nightly_ok 1.0"))
    }

    @Test func `with a host that is silent is red`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.setReachable(false, "c")
        #expect(try await metrics(scene, .success(scene.terms)).contains("p2v_nightly_ok 0.0"))
    }

    @Test func `that cannot begin is red: its policy is broken, or the pool has no place for its state`() async throws {
        let scene = try await PoolScene()
        let placeless = try await PoolScene(hasPlace: false)
        defer {
            scene.scene.end()
            placeless.scene.end()
        }
        let broken = Failure("read the balance policy", on: "p.yaml", because: "no", next: "no")
        #expect(try await metrics(scene, .failure(broken)).contains("p2v_nightly_ok 0.0"))
        #expect(try await metrics(placeless, .success(placeless.terms)).contains("p2v_nightly_ok 0.0"))
    }
}
