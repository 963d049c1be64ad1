import Estate
import Foundation
@testable import Operations
import Synchronization
import Testing

/// If these fail, two consoles look for a running VM at the same moment, see none, and both start it.
@Suite struct `The turn to start machines` {
    private func turn(_ scene: LedgerScene, _ user: String, state: Bool = true) throws -> StartTurn {
        let workspace = scene.workspace(user)
        let text = """
            format: p2v-pool/1
            name: p
            hosts: []
            storage: []
            network: br0
            """ + (state ? "\nstate: file://\(scene.place)\n" : "\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: workspace.poolPath))
        var turn = StartTurn(workspace: workspace) { try workspace.openPool() }
        turn.limit = .seconds(20)
        return turn
    }

    @Test func `is one user's at a time, and the other waits`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let (anna, nightly) = (try turn(scene, "anna"), try turn(scene, "nightly"))
        let inside = Inside()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for turn in [anna, nightly] {
                group.addTask { try await turn.alone("start a VM") { try await inside.stay() } }
            }
            try await group.waitForAll()
        }
        #expect(inside.most == 1)
        #expect(try scene.files().filter { $0.hasPrefix("starts.lease") }.isEmpty)
    }

    @Test func `is let go of when the start fails, and is another one than the lease of long runs`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let (anna, nightly) = (try turn(scene, "anna"), try turn(scene, "nightly"))
        let failure = Failure("start", on: "vm", because: "no", next: "no")
        try await scene.ledger().withLease("recover hosta") {
            await #expect(throws: failure) { try await anna.alone("start vm") { throw failure } }
            try await nightly.alone("start vm") {}
        }
    }

    @Test func `is taken without a lock where the pool has no place for one, since each start looks twice`()
        async throws
    {
        let scene = try LedgerScene()
        defer { scene.end() }
        let done = Mutex(false)
        try await turn(scene, "anna", state: false).alone("start vm") { done.withLock { $0 = true } }
        let isDone = done.withLock { $0 }
        #expect(isDone)
    }

    @Test func `is not passed over when the place cannot be reached`() async throws {
        let scene = try LedgerScene()
        let turn = try turn(scene, "anna")
        try FileManager.default.removeItem(atPath: scene.place)
        defer { scene.end() }
        await #expect(throws: Failure.self) {
            try await turn.alone("start vm") { Issue.record("it was started") }
        }
    }
}

/// How many are in a room at once.
private final class Inside: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }

    func stay() async throws {
        counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        try await Task.sleep(for: .milliseconds(50))
        counts.withLock { $0.now -= 1 }
    }
}
