import Balancer
import Estate
import Pool
import Synchronization
import Testing

@testable import Operations

/// A host behind a cut cable looks dead. Whoever starts its VMs without a look at their images may run them twice.
@Suite struct `A VM whose images cannot be watched` {
    private func recover(
        _ scene: PoolScene, fence: String? = nil, despite: Bool = false
    ) async -> (said: [String], plan: RecoveryPlan?, failure: Failure?) {
        var request = Recover.Request(scene.terms, host: "a")
        (request.confirmedDead, request.fence, request.despiteUnwatched) = (true, fence, despite)
        request.watchSeconds = 0
        let said = Mutex<[String]>([])
        let planned = Mutex<RecoveryPlan?>(nil)
        let tell: @Sendable (Recover.Event) -> Void = { event in
            if case .unwatched(_, let why) = event { said.withLock { $0.append(why) } }
            if case .planned(let plan) = event { planned.withLock { $0 = plan } }
        }
        var failure: Failure?
        do { _ = try await Recover(request, in: scene.workspace, pool: scene.pool, events: tell).run() } catch {
            failure = error as? Failure
        }
        return (said.withLock { $0 }, planned.withLock { $0 }, failure)
    }

    @Test(arguments: [nil, [:], ["v1": []], ["v1": ["/srv/elsewhere/v1.raw"]]] as [[String: [String]]?])
    func `is not started, and that is said`(_ disks: [String: [String]]?) async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: disks)
        let result = await recover(scene)
        #expect(result.failure?.exit == .refused)
        #expect(result.failure?.because == "1 of its VMs cannot be watched")
        #expect(result.plan?.restarts.isEmpty == true && result.plan?.stays.map(\.vm) == ["v1"])
        #expect(result.plan?.stays.first?.reason.contains("--despite-unwatched") == true)
    }

    // A XAPI pool keeps the definitions itself. Fencing its host first, and starting nothing then, would be p2v's own outage.
    @Test func `whose definition nobody here has stays down, and the host is not fenced for it`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.scene.ledger().keep([
            HostPage(
                host: "a", machines: [BalanceMachine(name: "v1", host: "a", vcpus: 1, memoryMiB: 1024)],
                definitions: [:], disks: nil, seenAt: Moment(seconds: 1))
        ])
        await scene.pool.setReachable(false, "a")
        let result = await recover(scene, fence: "/bin/false")
        #expect(result.failure?.exit == .refused, "the fence would have failed")
        #expect(result.failure?.because == "1 of its VMs cannot be defined from here")
        #expect(result.plan?.stays.first?.reason.contains("define it by hand") == true)
    }

    // It may have been off for years, by its owner's wish.
    @Test func `of which nobody knew whether it ran is not started, whatever is known of its host`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.add(
            Machine(
                name: "odd", uuid: "odd", host: "a", state: .unknown, vcpus: 1, memoryBytes: 1 << 30, disks: [],
                macs: []))
        let load = try await scene.pool.load(over: .zero)
        let seen = try await PoolObserver(pool: scene.pool, closed: .known([])).observe(load)
        var page = try #require(
            try await HostPage.collect(seen, scene.pool, at: Moment(seconds: 1)).first { $0.host == "a" })
        page.definitions = ["odd": "odd"]
        page.machines.removeAll { $0.name != "odd" }
        try await scene.scene.ledger().keep([page])
        await scene.pool.setReachable(false, "a")
        let result = await recover(scene, despite: true)
        #expect(result.plan?.restarts.isEmpty == true && result.plan?.stays.map(\.vm) == ["odd"])
        #expect(result.failure?.exit == .refused)
        #expect(result.failure?.because == "of 1 of its VMs nobody knows whether they ran")
        #expect(result.plan?.stays.first?.reason.contains("start it by hand") == true)
    }

    // The pool in memory restores nothing, so the start itself fails; that it is tried is what counts.
    @Test func `is started when the operator says so, and it is said that nobody watched`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: nil)
        let result = await recover(scene, despite: true)
        #expect(result.said == ["no image of v1 is known, so none can be watched"])
        #expect(result.failure?.attempted == "start all VMs")
    }

    @Test func `is started behind a fence, and only when the fence has done its work`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: nil)
        #expect(await recover(scene, fence: "/bin/true").failure?.attempted == "start all VMs")
        #expect(await recover(scene, fence: "/bin/false").failure?.attempted == "fence the host")
    }
}
