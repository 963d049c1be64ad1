import Estate
import Foundation
@testable import Operations
import Testing

/// If these fail, VMs are moved to and fro by people who cannot see each other's moves.
@Suite struct `Moves that a pool remembers` {
    private static let now = 1_800_000_000.0

    private func move(_ vm: String, _ seconds: Double, made: Double? = nil) -> PoolMove {
        PoolMove(
            vm: vm, from: "hosta", to: "hostb", run: "balance", begunAt: Moment(seconds: seconds),
            madeAt: made.map { Moment(seconds: $0) })
    }

    @Test func `moves of every run are seen by all, oldest first, once each`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let (anna, nightly) = (try scene.ledger("anna"), try scene.ledger("nightly"))
        try await anna.note(move("b\tc", Self.now + 2))
        try await anna.note(move("b\tc", Self.now + 2, made: Self.now + 9))
        try await nightly.note(move("a", Self.now + 1))
        let moves = try await scene.ledger("bert").moves(since: Moment(seconds: 0))
        #expect(moves == [move("a", Self.now + 1), move("b\tc", Self.now + 2, made: Self.now + 9)])
    }

    // Several moves of a run end at once; none may be lost to the writing of another.
    @Test func `moves that are noted at the same time are all kept`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 { group.addTask { try await ledger.note(move("vm\(index)", Self.now)) } }
            try await group.waitForAll()
        }
        #expect(try await ledger.moves(since: Moment(seconds: 0)).count == 40)
        #expect(try scene.files().count == 1)
    }

    @Test func `a move that was begun before midnight and made after it counts as new`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let midnight = (Self.now / 86_400).rounded(.down) * 86_400
        let ledger = try scene.ledger()
        try await ledger.note(move("old", midnight - 60))
        try await ledger.note(move("late", midnight - 60, made: midnight + 60))
        #expect(try await ledger.moves(since: Moment(seconds: midnight)).map(\.vm) == ["late"])
    }

    @Test func `moves older than a year and leftovers of killed runs are forgotten, others are not`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try await ledger.note(move("old", Self.now - 401 * 86_400))
        try await ledger.note(move("new", Self.now - 100 * 86_400))
        try scene.overwrite("mark-hosta.json.abc.new", "{")
        // By the clock of the files, not by the workspace's.
        try await scene.ledger(now: Date().timeIntervalSince1970 + 2 * 86_400).prune()
        #expect(try scene.files().filter { $0.hasSuffix(".new") }.isEmpty)
        try await scene.ledger().prune()
        #expect(try await scene.ledger().moves(since: Moment(seconds: 0)).map(\.vm) == ["new"])
    }
}
