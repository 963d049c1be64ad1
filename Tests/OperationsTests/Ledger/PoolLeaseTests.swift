import Estate
import Foundation
@testable import Operations
import Testing

/// If these fail, two p2v move the same VMs at once.
@Suite struct `The pool's lease` {
    @Test func `is held against every other user, who reads who has it and what for`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let nightly = try scene.ledger("nightly")
        try await scene.ledger("anna").withLease("evacuate hosta") {
            let failure = await #expect(throws: Failure.self) { try await nightly.withLease("nightly") {} }
            #expect(failure?.exit == .busy)
            #expect(failure?.because.contains("evacuate hosta, by anna@console") == true)
            #expect(failure?.because.contains("process \(getpid())") == true)
        }
        try await nightly.withLease("nightly") {}
    }

    @Test func `is let go of when the work fails`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let failure = Failure("move", on: "web", because: "no", next: "no")
        await #expect(throws: failure) { try await scene.ledger().withLease("rebalance") { throw failure } }
        try await scene.ledger("nightly").withLease("nightly") {}
    }

    @Test func `of a process that has ended here is taken over`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        try await scene.ledger().withLease("rebalance") {
            let file = "\(scene.folder)/moves.lease"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("\"process\" : \(getpid())", with: "\"process\" : 999999")
                .write(toFile: file, atomically: true, encoding: .utf8)
            try await scene.ledger("nightly").withLease("nightly") {}
        }
    }

    // Nobody here can tell whether that machine still moves VMs.
    @Test func `of another machine is refused with the words that unlock it`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let lease = try await scene.ledger().lease("rebalance")
        let file = "\(scene.folder)/moves.lease"
        var owner = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file))) as? [String: Any])
        owner["host"] = "console2"
        owner["boot"] = "00000000-0000-0000-0000-000000000000 pid:[1]"
        try JSONSerialization.data(withJSONObject: owner).write(to: URL(fileURLWithPath: file))
        let id = try #require(owner["id"] as? String)
        let failure = await #expect(throws: Failure.self) { try await scene.ledger("bert").withLease("x") {} }
        #expect(failure?.exit == .busy && failure?.because.contains("on console2") == true)
        #expect(failure?.next.contains("--unlock-pool \(id)") == true)
        try await scene.ledger("bert", unlock: id).withLease("x") {}
        try await lease.release()
    }
}
