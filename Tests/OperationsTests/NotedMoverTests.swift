import Balancer
import Estate
import Foundation
@testable import Operations
import Testing

/// If these fail, a VM that was just moved is moved again, by somebody who could not know.
@Suite struct `Moves are written down in the pool's state` {
    private struct Result: Mover {
        var failure: Failure?
        func move(_ move: BalanceMove) async throws -> String {
            if let failure { throw failure }
            return "1 s"
        }
    }

    private static let move = BalanceMove(
        vm: "web", from: "hosta", to: "hostb", reason: "load", cost: MoveCost(memoryMiB: 512, dirty: 0, link: 1e8))

    @Test func `before and after they are made`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let mover = NotedMover(Result(), in: try scene.ledger("anna"), run: "balance")
        #expect(try await mover.move(Self.move) == "1 s")
        let noted = try #require(try await scene.ledger("nightly").moves(since: Moment(seconds: 0)).first)
        #expect(noted.vm == "web" && noted.run == "balance" && noted.madeAt != nil)
    }

    @Test func `one that failed was begun and not made`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let failure = Failure("move", on: "web", because: "no", next: "no")
        let mover = NotedMover(Result(failure: failure), in: try scene.ledger(), run: "balance")
        await #expect(throws: failure) { try await mover.move(Self.move) }
        #expect(try await scene.ledger().moves(since: Moment(seconds: 0)).map(\.madeAt) == [nil])
    }

    // What cannot be written down is not done: the next run would not know of it.
    @Test func `one that cannot be written down is not made`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try FileManager.default.removeItem(atPath: scene.place)
        await #expect(throws: Failure.self) {
            try await NotedMover(Result(failure: nil), in: ledger, run: "balance").move(Self.move)
        }
    }
}
