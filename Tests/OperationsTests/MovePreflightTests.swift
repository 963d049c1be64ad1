import Balancer
import Estate
import LiveMigration
import Pool
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// What `p2v migrate` refuses, an evacuation and a night refuse too, before the first VM moves.
@Suite struct MovePreflightTests {
    private static let snapshot = Concern(
        id: "migrate-snapshot", severity: .critical, seen: "it has a snapshot", matters: "m", advice: "a")
    private static let bridge = Concern(
        id: "migrate-network", severity: .critical, seen: "b has no bridge br7", matters: "m", advice: "a")

    private static func emptied(_ pool: FaultyPool) async throws -> (BalancePlan, BalanceState) {
        let load = try await pool.load(over: .seconds(1))
        let state = try await PoolObserver(pool: pool, closed: .known([])).observe(load).closing("a")
        let migration = LiveMigration(pool: pool, journal: MemoryJournal(), now: { Moment(seconds: 1) })
        var preflight = MovePreflight(migration, pool.features)
        return try await preflight.plan(state) { try Balancer.evacuate($0, host: "a") }
    }

    @Test func `a VM that no host may take stays, with the reason, and the others move`() async throws {
        let pool = await FaultyPool.threeHosts(["v1", "v2"])
        pool.faults.withLock {
            $0.refused = ["v1→b": Self.snapshot, "v1→c": Self.snapshot]
        }
        let (plan, _) = try await Self.emptied(pool)
        #expect(plan.moves.map(\.vm) == ["v2"])
        #expect(plan.stays.map(\.vm) == ["v1"])
        #expect(plan.stays.first?.reason.contains("it has a snapshot") == true)
    }

    @Test func `a VM that one host cannot take goes to another`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        pool.faults.withLock { $0.refused = ["v1→b": Self.bridge] }
        let (plan, state) = try await Self.emptied(pool)
        #expect(plan.moves.map(\.to) == ["c"] && plan.stays.isEmpty)
        #expect(PlanChecker(state, policy: BalancePolicy()).violations(of: plan.moves).isEmpty)
    }

    // Unknown is not "nothing speaks against it".
    @Test func `a move that cannot be checked is not made`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        pool.faults.withLock { $0.mute = ["b", "c"] }
        let (plan, _) = try await Self.emptied(pool)
        #expect(plan.moves.isEmpty)
        #expect(plan.stays.first?.reason.contains("could not be checked") == true)
    }

    // Room that an earlier move of the plan makes is not there yet when the plan is checked.
    @Test func `a plan that makes its own room is not refused for the lack of it`() async throws {
        let pool = await FaultyPool.threeHosts(["v1"])
        let concern = Concern(
            id: "migrate-memory", severity: .critical, seen: "b has 0 MiB free", matters: "m", advice: "a")
        pool.faults.withLock { $0.refused = ["v1→b": concern, "v1→c": concern] }
        #expect(try await Self.emptied(pool).0.moves.count == 1)
    }

    @Test func `a saved plan with a move that a host refuses is refused as a whole`() async throws {
        let pool = await FaultyPool.threeHosts(["v1", "v2"])
        let (plan, _) = try await Self.emptied(pool)
        pool.faults.withLock { $0.refused = ["v2→b": Self.snapshot, "v2→c": Self.snapshot] }
        let migration = LiveMigration(pool: pool, journal: MemoryJournal(), now: { Moment(seconds: 1) })
        var preflight = MovePreflight(migration, pool.features)
        let failure = await #expect(throws: Failure.self) { try await preflight.check(plan) }
        #expect(
            failure?.exit == .refused && failure?.because == "v2 to \(plan.moves.last?.to ?? ""): it has a snapshot")
    }
}
