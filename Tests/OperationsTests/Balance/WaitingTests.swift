import Balancer
import Estate
import Pool
import Synchronization
import Testing

@testable import Operations

/// If these fail, a VM that was promised for the night is off in the morning, or is started twice.
@Suite struct `The night and VMs that wait for room` {
    private func rebalance(_ pooled: PoolScene, waiting: [String], apply: Bool = true) async throws
        -> Rebalance.Rebalanced
    {
        var request = Rebalance.Request(pooled.terms)
        request.terms.policy.waiting = waiting
        request.apply = apply
        return try await Rebalance(request, in: pooled.workspace, pool: pooled.pool) { _ in }.run()
    }

    private func off(_ name: String, _ memoryGiB: UInt64, on host: String) -> Machine {
        Machine(
            name: name, uuid: name, host: host, state: .shutOff, vcpus: 1, memoryBytes: memoryGiB << 30, disks: [],
            macs: [])
    }

    @Test func `room is made, and then it starts`() async throws {
        let pooled = try await PoolScene(["v1": [], "v2": []])
        defer { pooled.scene.end() }
        // v1 and v2 leave 6 of 8 GiB on host a, where w is defined.
        await pooled.pool.add(off("w", 7, on: "a"))
        let dry = try await rebalance(pooled, waiting: ["w"], apply: false)
        #expect(dry.plan.moves.count == 1 && dry.plan.rooms?.map(\.host) == ["a"], "\(dry.plan)")
        let done = try await rebalance(pooled, waiting: ["w"])
        #expect(done.report?.stopped == nil && done.report?.count(.moved) == 1, "\(done)")
        #expect(await pooled.pool.machines().first { $0.name == "w" }?.state == .running)
        // It runs: it waits no longer.
        #expect(try await rebalance(pooled, waiting: ["w"]).plan.rooms == nil)
    }

    // A move that broke left its VM where it was: whoever starts there takes the room that N+1 keeps for others.
    @Test func `nothing starts where a move that makes room was not made, also when the run goes on`() async throws {
        let pooled = try await PoolScene(["v1": [], "v2": []])
        defer { pooled.scene.end() }
        await pooled.pool.add(off("w", 7, on: "a"))
        let faulty = FaultyPool(pooled.pool)
        faulty.faults.withLock { $0.breaks = Failure("move", on: "v1", because: "the link was cut", next: "look") }
        var request = Rebalance.Request(pooled.terms)
        request.terms.policy.waiting = ["w"]
        request.terms.policy.continueOnFailure = true
        request.apply = true
        let done = try await Rebalance(request, in: pooled.workspace, pool: faulty) { _ in }.run()
        #expect(done.report?.count(.failed) == 1 && done.report?.stopped != nil, "\(done)")
        #expect(await pooled.pool.machines().first { $0.name == "w" }?.state == .shutOff)
    }

    @Test func `one that nobody knows is said, and one without room is named`() async throws {
        let pooled = try await PoolScene(["v1": []])
        defer { pooled.scene.end() }
        await pooled.pool.add(off("w", 9, on: "a"))
        let plan = try await rebalance(pooled, waiting: ["w", "nobody"], apply: false).plan
        #expect(plan.rooms == nil && plan.stays.map(\.vm) == ["w"])
        #expect(plan.gaps.contains { $0.contains("nobody") })
    }
}
