import Estate
import Foundation
import Testing

@testable import Operations

/// If these fail, an NFS export that was replaced, or a folder where nothing is mounted, passes for a pool on which nobody
/// works, and a host whose lid is open is filled.
@Suite struct `The place of the pool's state` {
    /// A pool whose host `a` is closed, as anna knows it, and the place with something else in it.
    private func replaced(_ fill: (PoolScene) async throws -> Void) async throws -> PoolScene {
        let pooled = try await PoolScene()
        let ledger = try await pooled.workspace.openLedger(pooled.pool)
        try await ledger.withLease("evacuate a") { try await ledger.close("a", because: "evacuate") }
        let place = pooled.scene.place
        try FileManager.default.moveItem(atPath: place, toPath: place + ".away")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try await fill(pooled)
        return pooled
    }

    private func failure(_ pooled: PoolScene) async throws -> Failure? {
        await #expect(throws: Failure.self) { try await pooled.workspace.openLedger(pooled.pool) }
    }

    @Test func `an empty one in its place is refused, and no host counts as open`() async throws {
        let pooled = try await replaced { _ in }
        defer { pooled.scene.end() }
        #expect(try await failure(pooled)?.because.contains("now it has none") == true)
        #expect(await PoolMemory(pooled.workspace, pooled.pool).closedHosts().value == nil)
        let turn = StartTurn(workspace: pooled.workspace) { pooled.pool }
        await #expect(throws: Failure.self) { try await turn.alone("start vm") { Issue.record("it was started") } }
    }

    @Test func `that of another pool in its place is refused, and the right one is taken again`() async throws {
        let pooled = try await replaced { pooled in
            let other = try await pooled.scene.workspace("bert").openLedger(pooled.pool)
            try await other.withLease("rebalance") {}
        }
        defer { pooled.scene.end() }
        #expect(try await failure(pooled)?.because.contains("now it is ") == true)
        let place = pooled.scene.place
        try FileManager.default.removeItem(atPath: place)
        try FileManager.default.moveItem(atPath: place + ".away", toPath: place)
        #expect(try await pooled.workspace.openLedger(pooled.pool).closedHosts() == ["a"])
    }

    @Test func `whoever replaced it on purpose takes it with the words of the refusal, once`() async throws {
        let pooled = try await replaced { _ in }
        defer { pooled.scene.end() }
        let words = try #require(try await failure(pooled)?.next)
        let id = try #require(words.firstMatch(of: /--unlock-pool ([a-z0-9]+)/)?.1)
        let anna = pooled.scene.workspace("anna", unlock: String(id))
        let ledger = try await anna.openLedger(pooled.pool)
        try await ledger.withLease("rebalance") {}
        #expect(try await pooled.workspace.openLedger(pooled.pool).closedHosts().isEmpty)
    }

    @Test func `a torn mark is an error, and a user who was never there takes what he finds`() async throws {
        let pooled = try await replaced { _ in }
        defer { pooled.scene.end() }
        #expect(try await pooled.scene.workspace("carla").openLedger(pooled.pool).closedHosts().isEmpty)
        try FileManager.default.createDirectory(atPath: pooled.scene.folder, withIntermediateDirectories: true)
        try pooled.scene.overwrite("place.json", "{\"format\": \"p2v-led")
        #expect(try await failure(pooled)?.because.contains("torn") == true)
    }
}
