import Balancer
import Estate
import Foundation
import Pool
import Synchronization
import Testing

@testable import Operations

/// A host on which the work failed must stay closed: somebody has opened its lid.
@Suite struct `Work on one host after another` {
    private func roll(_ scene: PoolScene, _ hosts: [String], _ work: String) async throws -> [String] {
        let said = Mutex<[String]>([])
        let rolling = try Rolling(
            Rolling.Request(scene.terms, hosts: hosts, work: work), in: scene.workspace, pool: scene.pool
        ) { event in
            switch event {
            case .output(let line, _): said.withLock { $0.append(line) }
            case .doneBefore(let host): said.withLock { $0.append("\(host) was done") }
            default: break
            }
        }
        #expect(try await rolling.roll() == nil)
        return said.withLock { $0 }
    }

    @Test func `that fails leaves the host empty and closed, and the same line again goes on there`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let work = "test $P2V_HOST = a || test -e \(scene.scene.root.path)/mended && echo did $P2V_HOST"
        await #expect(throws: Failure.self) { _ = try await roll(scene, ["a", "b"], work) }
        #expect(try await scene.scene.ledger("bert").closedHosts() == ["b"])
        #expect(await !scene.pool.machines().contains { $0.host == "b" })
        try "".write(toFile: "\(scene.scene.root.path)/mended", atomically: true, encoding: .utf8)
        #expect(try await roll(scene, ["a", "b"], work) == ["a was done", "did b"])
        #expect(try await scene.scene.ledger("bert").closedHosts().isEmpty)
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }

    @Test func `moves nothing and closes nothing in a dry run`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        var request = Evacuate.Request(scene.terms, host: "a")
        request.dryRun = true
        let result = try await Evacuate(request, in: scene.workspace, pool: scene.pool) { _ in }.empty()
        #expect(result.plan.moves.map(\.vm) == ["v1"] && result.report == nil)
        #expect(try await scene.scene.ledger().closedHosts().isEmpty)
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }
}
