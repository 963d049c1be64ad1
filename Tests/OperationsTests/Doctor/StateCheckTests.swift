import Doctor
import Estate
import Foundation
import Testing

@testable import Operations

/// "0 problems" was the answer with another export in the SR's place, and with a store that was no store: every command
/// after it failed.
@Suite struct `The examination of what p2v remembers` {
    private func findings(_ scene: PoolScene) async -> [Finding] {
        await StateCheck(workspace: scene.workspace, pool: scene.pool).findings()
    }

    @Test func `finds a pool in order whose state can be read, and names the hosts that are closed`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.scene.ledger().close("b", because: "a disk")
        let found = await findings(scene)
        #expect(found.map(\.level) == [.ok] && found[0].seen.hasSuffix("closed for work: b"))
    }

    @Test func `finds a problem where the place is gone or another one`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.scene.ledger().close("b", because: "a disk")
        try FileManager.default.removeItem(atPath: scene.scene.place)
        let gone = await findings(scene)
        #expect(gone.map(\.level) == [.problem] && gone[0].seen.contains("closed for work is not known"))
    }

    @Test func `finds a problem where the store is something else, and names the store`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let path = scene.workspace.storePath
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(repeating: 0x5a, count: 65_536).write(to: URL(fileURLWithPath: path))
        let found = await findings(scene)
        #expect(found.map(\.level) == [.problem] && found[0].subject == path)
        #expect(found[0].seen.hasPrefix("it is damaged, or no store of p2v"))
        #expect(found[0].hint?.contains("put a copy of the store back") == true)
    }

    @Test func `finds a warning where the pool has no place for its state`() async throws {
        let scene = try await PoolScene(hasPlace: false)
        defer { scene.scene.end() }
        #expect(await findings(scene).map(\.level) == [.warning])
    }
}
