import Estate
import Foundation
import Pool
import Synchronization
import Testing

@testable import Operations

/// Who reads these numbers sleeps as long as they are good: a host that is silent must not leave yesterday's as today's.
@Suite struct `The pool as it is watched` {
    /// Looks at minutes 0, 1, …; each time the hosts named are silent, or the pool does not answer at all.
    private func pages(_ looks: [Set<String>?]) async throws -> [String] {
        let scene = try await PoolScene(["v1": []])
        defer { scene.scene.end() }
        let minute = Mutex(0.0)
        let shown = Mutex<[String]>([])
        let workspace = Workspace(
            storePath: scene.workspace.storePath, poolPath: scene.workspace.poolPath,
            now: { Moment(seconds: minute.withLock(\.self) * 60) })
        let pool = FaultyPool(scene.pool)
        let watch = try PoolWatch(
            in: workspace, policy: BalancePolicyFile(), pool: pool,
            show: { metrics in shown.withLock { $0.append(metrics.text) } }, events: { _ in })
        for (index, silent) in looks.enumerated() {
            minute.withLock { $0 = Double(index) }
            pool.faults.withLock { $0.isMute = silent == nil }
            for host in ["a", "b", "c"] { await scene.pool.setReachable(silent?.contains(host) != true, host) }
            #expect(await watch.watch(0.001))
        }
        return shown.withLock(\.self)
    }

    // An empty page has no number that an alarm could ask for.
    @Test func `before the first look has ended the page says that nothing was seen`() async throws {
        let scene = try await PoolScene(["v1": []])
        defer { scene.scene.end() }
        let shown = Mutex<[String]>([])
        let watch = try PoolWatch(
            in: scene.workspace, policy: BalancePolicyFile(), pool: scene.pool,
            show: { metrics in shown.withLock { $0.append(metrics.text) } }, events: { _ in })
        try await watch.run(interval: 60, for: 0)
        let pages = shown.withLock(\.self)
        #expect(pages.count == 1 && pages[0].contains("p2v_observation_failures 0.0\n"))
        #expect(!pages[0].contains("p2v_last_success_seconds") && !pages[0].contains("p2v_pool_survives_host_loss"))
    }

    /// With the SR's server silent, Ctrl-C and systemd's stop were obeyed after more than 100 s.
    @Test func `a look that stands still keeps nobody who stops p2v`() async throws {
        let scene = try await PoolScene(["v1": []])
        defer { scene.scene.end() }
        let pool = FaultyPool(scene.pool)
        pool.faults.withLock { $0.standsStill = true }
        let watch = try PoolWatch(
            in: scene.workspace, policy: BalancePolicyFile(), pool: pool, show: { _ in }, events: { _ in })
        let run = Task { try await watch.run(interval: 1, for: nil, grace: .milliseconds(20)) }
        try await Task.sleep(for: .milliseconds(50))
        let asked = ContinuousClock.now
        run.cancel()
        try await run.value
        #expect(ContinuousClock.now - asked < .seconds(20))
    }

    @Test func `with every host seen the numbers are of now`() async throws {
        let page = try await pages([[], []])[1]
        #expect(page.contains("p2v_observed_seconds 60.0\n") && page.contains("p2v_last_success_seconds 60.0\n"))
        #expect(page.contains("p2v_pool_survives_host_loss 1.0\n") && page.contains("p2v_observation_failures 0.0\n"))
        #expect(page.contains("p2v_host_seen{host=\"a\"} 1.0\n"))
    }

    @Test
    func `a host that falls silent is a gap: its numbers stay with their age, and no loss is survived for certain`()
        async throws
    {
        let page = try await pages([[], ["a"]])[1]
        #expect(page.contains("p2v_observed_seconds 0.0\n") && page.contains("p2v_last_success_seconds 0.0\n"))
        #expect(page.contains("p2v_vm_cores_busy{host=\"a\",vm=\"v1\"}"))
        #expect(page.contains("p2v_host_observed_seconds{host=\"a\"} 0.0\n"))
        #expect(page.contains("p2v_host_observed_seconds{host=\"b\"} 60.0\n"))
        #expect(page.contains("p2v_host_seen{host=\"a\"} 0.0\n") && page.contains("p2v_host_seen{host=\"b\"} 1.0\n"))
        #expect(page.contains("p2v_observation_failures 1.0\n") && !page.contains("p2v_pool_survives_host_loss"))
    }

    @Test(arguments: [["a", "b", "c"], nil] as [Set<String>?])
    func `a pool that does not answer survives nothing for certain, and was seen when it was seen`(
        silent: Set<String>?
    ) async throws {
        let page = try await pages([[], silent])[1]
        #expect(page.contains("p2v_observed_seconds 0.0\n") && page.contains("p2v_observation_failures 1.0\n"))
        #expect(!page.contains("p2v_pool_survives_host_loss") && !page.contains("p2v_host_seen{host=\"a\"} 1"))
    }

    @Test func `once it is seen again all is of now`() async throws {
        let page = try await pages([[], nil, []])[2]
        #expect(page.contains("p2v_observed_seconds 120.0\n") && page.contains("p2v_pool_survives_host_loss 1.0\n"))
        #expect(page.contains("p2v_observation_failures 1.0\n") && page.contains("p2v_host_seen{host=\"a\"} 1.0\n"))
    }
}
