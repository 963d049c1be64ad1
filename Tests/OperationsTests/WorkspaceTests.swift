import Estate
import Foundation
import Logging
@testable import Operations
import Pool
import Store
import Synchronization
import Testing

/// If these fail, commands look in the wrong place, or keep silent about what they could not read.
@Suite struct `A workspace` {
    private static let text = """
        format: p2v-pool/1
        name: office
        hosts:
          - {name: hosta, uri: "qemu+tls://hosta/system"}
        network: br0

        """

    private func place(_ storage: String) async throws -> String {
        let scene = try LedgerScene()
        defer { scene.end() }
        let workspace = scene.workspace("anna")
        try (Self.text + storage).write(toFile: workspace.poolPath, atomically: true, encoding: .utf8)
        return try await workspace.ledgerPlace(try workspace.openPool())
    }

    @Test(arguments: [
        ("storage: [{name: sr, url: \"nfs://nas/sr\"}]", "nfs://nas/sr"),
        (
            "storage: [{name: a, url: \"nfs://nas/a\"}, {name: b, url: \"file:///srv/b\", isDefault: true}]",
            "file:///srv/b"
        ),
        ("storage: []\nstate: file:///srv/state", "file:///srv/state"),
        ("storage: [{name: sr, url: \"nfs://nas/sr\"}]\nstate: nfs://nas/state", "nfs://nas/state"),
    ])
    func `finds the pool's state on the default SR, or where the pool file says`(_ storage: String, _ place: String)
        async throws
    {
        #expect(try await self.place(storage) == place)
    }

    // Guessing one of two SRs would give two consoles two states.
    @Test(arguments: [
        "storage: []", "storage: [{name: sr, url: \"xapi://6b1f\"}]",
        "storage: [{name: a, url: \"nfs://nas/a\"}, {name: b, url: \"nfs://nas/b\"}]", "storage: []\nstate: srv/state",
    ])
    func `refuses a pool without a place for its state, and names the key`(_ storage: String) async throws {
        let failure = await #expect(throws: Failure.self) { try await place(storage) }
        #expect(failure?.exit == .refused && failure?.next.contains("state:") == true)
    }

    // An SR that is not mounted looks like one without marks.
    @Test func `says that the state cannot be reached, instead of finding none`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let workspace = scene.workspace("anna")
        try (Self.text + "storage: []\nstate: file://\(scene.root.path)/gone")
            .write(toFile: workspace.poolPath, atomically: true, encoding: .utf8)
        let pool = try workspace.openPool()
        let failure = await #expect(throws: Failure.self) { try await workspace.openLedger(pool) }
        #expect(failure?.exit == .error && failure?.next.contains("nothing is done without it") == true)
        let memory = PoolMemory(workspace, pool)
        #expect(await memory.closedHosts().reason?.contains("/gone") == true)
        #expect(await memory.moves(since: Moment(seconds: 0)).reason != nil)
        #expect(
            await memory.keep([
                HostPage(host: "a", machines: [], definitions: [:], disks: nil, seenAt: Moment(seconds: 0))
            ]) != nil)
        try FileManager.default.createDirectory(atPath: scene.root.path + "/gone", withIntermediateDirectories: true)
        #expect(await memory.closedHosts().value == [])
    }

    @Test func `gives identifiers that differ, and names who works`() {
        let workspace = Workspace(storePath: "/x", poolPath: "/y")
        #expect(Set((0..<1000).map { _ in workspace.makeID() }).count == 1000)
        #expect(workspace.who.contains("@"))
    }
}
