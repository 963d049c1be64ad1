import Balancer
import Estate
import Store
import Testing

@testable import Operations

/// A VM that may stand paused, or run twice, is not a night that went well.
@Suite struct `A night with a VM whose earlier move is not settled` {
    private static var night: NightReport {
        var night = NightReport(startedAt: Moment(seconds: 1_800_000_000))
        night.unsettled = ["web01": "an earlier move of it is not settled: hostb is silent"]
        return night
    }

    @Test func `is red and names it, in numbers, report and hooks`() throws {
        let night = Self.night
        #expect(night.metrics.contains("p2v_nightly_ok 0.0"))
        #expect(try night.html().contains("web01: an earlier move of it is not settled: hostb is silent"))
        #expect(night.trouble?.contains("web01") == true)
    }

    @Test func `ends with an error that names it, after its moves are told`() {
        let result = NightResult(Self.night, blindness: nil)
        #expect(result.failure?.subject == "web01" && result.failure?.exit == .error)
        #expect(result.failure?.next.contains("p2v migrate --attach") == true)
        #expect(NightResult(NightReport(startedAt: Moment(seconds: 1)), blindness: nil).failure == nil)
    }

    // What the report says must come from the look at the pool.
    @Test func `knows it from the journal of the move`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.workspace.openStore().append(
            JournalRecord(run: "migrate/v1", step: "move", event: .started, at: Moment(seconds: 1), detail: "torn"))
        let session = try BalanceSession(in: scene.workspace, scene.terms, pool: scene.pool, acts: false) { _ in }
        let seen = try await session.observe(settling: false)
        #expect(seen.unsettled.keys.sorted() == ["v1"])
        #expect(seen.state.machines.first?.pinned == seen.unsettled["v1"])
    }
}
