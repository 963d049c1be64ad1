import Balancer
import Estate
import Foundation
import LiveMigration
import Pool
import Store
import Synchronization
import Testing

@testable import Operations

/// The moves of a batch are the moves of `p2v migrate`: on record before they begin, and in the history.
@Suite struct DrivenMoverTests {
    private static func store() throws -> Store {
        try Store(path: NSTemporaryDirectory() + "p2v-moves-\(UUID().uuidString).sqlite")
    }

    private static func mover(_ pool: FaultyPool, _ store: Store) -> DrivenMover {
        DrivenMover(
            pool: pool, migration: LiveMigration(pool: pool, journal: store, now: { Moment(seconds: 1) }),
            store: store)
    }

    private static func move(from: String = "a", to: String = "b") -> BalanceMove {
        BalanceMove(
            vm: "v1", from: from, to: to, reason: "", cost: MoveCost(bytes: 1, seconds: 1, blackoutMilliseconds: 1))
    }

    // Killed between the fence and the settlement, a night's VM stood still for ever: nobody knew of its move.
    @Test func `a move of a batch is on record before it begins and has an end there`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        let store = try Self.store()
        _ = try await Self.mover(pool, store).move(Self.move())
        #expect(try await store.records(of: "migrate/v1").map(\.event) == [.started, .progressed, .finished])
        #expect(try await pool.machines().map(\.host) == ["b"])
    }

    @Test func `a move of a batch is in the history, with the limit of its pause`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        let store = try Self.store()
        _ = try await Self.mover(pool, store).move(Self.move())
        let reports = try await store.reports(of: "v1", limit: 5)
        #expect(reports.map(\.to) == ["b"] && reports[0].downtimeLimitMilliseconds != nil)
        #expect(pool.faults.withLock(\.ordered).first?.maxDowntimeMilliseconds == 30)
    }

    @Test func `a VM that is no longer where the plan took it from is not moved`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        let failure = await #expect(throws: Failure.self) {
            _ = try await Self.mover(pool, Self.store()).move(Self.move(from: "c"))
        }
        #expect(failure?.exit == .refused)
        #expect(pool.faults.withLock(\.ordered).isEmpty)
    }

    // A VM that was shut down meanwhile, or stands still on its way in, was reported as moved.
    @Test func `a VM that does not run on the host has not arrived there`() async throws {
        let pool = await FaultyPool.threeHosts([])
        try await pool.restore("v1", on: "b")
        await #expect(throws: Failure.self) { _ = try await Self.mover(pool, Self.store()).move(Self.move()) }
    }

    @Test func `a move that breaks says where the VM runs`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        pool.faults.withLock { $0.breaks = Failure("migrate", on: "v1", because: "the link broke", next: "look") }
        let failure = await #expect(throws: Failure.self) {
            _ = try await Self.mover(pool, Self.store()).move(Self.move())
        }
        #expect(failure?.because == "the link broke; the machine is running on a")
    }
}
