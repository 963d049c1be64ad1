import Balancer
import Estate
import Pool
import Synchronization
import Testing

@testable import Operations

/// A pool that cannot be seen is never green: "nothing to move, survives a host loss" of a dead pool lets everybody sleep.
@Suite struct BlindnessTests {
    private static func seen(_ silent: [String]) async throws -> BalanceState {
        let hosts = ["a", "b", "c"].map {
            Host(
                name: $0, cpus: 4, memoryBytes: 8 << 30, freeMemoryBytes: 8 << 30, hypervisor: "kvm", versions: [])
        }
        let pool = SimulatedPool(hosts: hosts)
        for host in silent { await pool.setReachable(false, host) }
        return try await PoolObserver(pool: pool, closed: .known([])).observe(try await pool.load(over: .seconds(1)))
    }

    private static func night(_ state: BalanceState) throws -> NightReport {
        var night = NightReport(startedAt: Moment(seconds: 1_800_000_000))
        night.plan = try Balancer.plan(state)
        night.blindness = state.blindness
        return night
    }

    @Test func `with every host seen the loss of one is known to be survived, and the night is well`() async throws {
        let state = try await Self.seen([])
        let night = try Self.night(state)
        #expect(state.blindness == nil && night.plan?.after.survivesHostLoss == .known(true))
        #expect(night.metrics.contains("p2v_nightly_ok 1.0"))
        #expect(night.metrics.contains("p2v_pool_survives_host_loss 1.0"))
    }

    @Test func `with a host that does not answer it is not known, and the night is not well`() async throws {
        let state = try await Self.seen(["b"])
        let night = try Self.night(state)
        #expect(night.plan?.after.survivesHostLoss == .unknown(because: "b cannot be asked"))
        #expect(night.metrics.contains("p2v_nightly_ok 0.0"))
        #expect(!night.metrics.contains("p2v_pool_survives_host_loss"))
        #expect(try night.html().contains("b cannot be asked"))
    }

    @Test func `with no host that answers nothing is known`() async throws {
        let state = try await Self.seen(["a", "b", "c"])
        let night = try Self.night(state)
        #expect(state.blindness == "no host answers")
        #expect(night.plan?.before.survivesHostLoss == .unknown(because: "no host answers"))
        #expect(night.metrics.contains("p2v_nightly_ok 0.0"))
    }

    // One host of two is away: the plan of the other must still be readable by scripts.
    @Test func `a score that is not known survives its way through JSON`() async throws {
        let text = try JSONWay.text(try Balancer.plan(try await Self.seen(["b"])).after)
        #expect(text.contains(#""survivesHostLoss":{"unknown":"b cannot be asked"}"#))
        #expect(
            try JSONWay.text(try Balancer.plan(try await Self.seen([])).after).contains(#""survivesHostLoss":true"#))
    }

    @Test(arguments: ["25:00-26:00", "x", ""])
    func `hours that cannot be read are no permission to move all day`(_ text: String) {
        #expect(throws: Failure.self) { _ = try RunHours([text]) }
    }
}

/// A host that falls silent while the pool is read: its VMs are missing from the answer, and nothing else tells.
@Suite struct `A host that falls silent in the middle of a look` {
    @Test(arguments: [0, 1, 2]) func `is a gap, not an empty host`(answers: Int) async throws {
        let pool = FaultyPool(await FaultyPool.threeHosts(["v1"]).inside)
        pool.faults.withLock { $0.silentAfter = answers }
        let state = try await PoolObserver(pool: pool, closed: .known([])).observe(
            PoolLoad(seconds: 0, machines: [], hosts: []))
        #expect(state.blindness == "a cannot be asked")
    }
}
