import Balancer
import Estate
import Foundation
import Pool
import Synchronization
import Testing

@testable import Operations

/// A host on which the work failed must stay closed: somebody has opened its lid.
@Suite struct `Work on one host after another` {
    private func roll(
        _ scene: PoolScene, _ hosts: [String], _ work: String, afresh: Bool = false, now: Double = 1_800_000_000
    ) async throws -> [String] {
        let said = Mutex<[String]>([])
        var request = Rolling.Request(scene.terms, hosts: hosts, work: work)
        (request.settle, request.afresh) = (.zero, afresh)
        let workspace = scene.scene.workspace("anna", now: now)
        let rolling = try Rolling(request, in: workspace, pool: scene.pool) { event in
            switch event {
            case .output(let line, _): said.withLock { $0.append(line) }
            case .doneBefore(let host): said.withLock { $0.append("\(host) was done") }
            default: break
            }
        }
        #expect(try await rolling.roll() == nil)
        return said.withLock { $0 }
    }

    @Test func `that fails leaves the host empty and closed, and the same line again goes on there`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let work = "test $P2V_HOST = a || test -e \(scene.scene.root.path)/mended && echo did $P2V_HOST"
        await #expect(throws: Failure.self) { _ = try await roll(scene, ["a", "b"], work) }
        #expect(try await scene.scene.ledger("bert").closedHosts() == ["b"])
        #expect(await !scene.pool.machines().contains { $0.host == "b" })
        try "".write(toFile: "\(scene.scene.root.path)/mended", atomically: true, encoding: .utf8)
        #expect(try await roll(scene, ["a", "b"], work) == ["a was done", "did b"])
        #expect(try await scene.scene.ledger("bert").closedHosts().isEmpty)
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }

    // The second time was a slip of the hand, and rebooted every host once more; a month later it is meant.
    @Test func `that is done is not done again on the same day, unless it is asked for`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let (hosts, work) = (["a", "b"], "echo did $P2V_HOST")
        #expect(try await roll(scene, hosts, work) == ["did a", "did b"])
        #expect(try await roll(scene, hosts, work) == ["a was done", "b was done"])
        #expect(try await roll(scene, hosts, work, now: 1_800_090_000) == ["did a", "did b"])
        #expect(try await roll(scene, hosts, work, afresh: true, now: 1_800_090_100) == ["did a", "did b"])
    }

    // An afresh run that was interrupted must not believe the run before it.
    @Test func `that was begun afresh and interrupted goes on with the hosts that it has not done`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let mark = "\(scene.scene.root.path)/broken"
        let work = "test ! -e \(mark) || test $P2V_HOST = a && echo did $P2V_HOST"
        #expect(try await roll(scene, ["a", "b"], work) == ["did a", "did b"])
        try "".write(toFile: mark, atomically: true, encoding: .utf8)
        await #expect(throws: Failure.self) { _ = try await roll(scene, ["a", "b"], work, afresh: true) }
        try FileManager.default.removeItem(atPath: mark)
        #expect(try await roll(scene, ["a", "b"], work) == ["a was done", "did b"])
    }

    // `ssh HOST reboot` answers at once; VMs that come home at that moment go down with the host.
    @Test func `waits for a host that reboots, and says when it does not come back`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let pool = scene.pool
        var back = HostReturn(pool: pool, settle: .milliseconds(300), limit: .seconds(20), poll: .milliseconds(10))
        #expect(try await !back.wait(for: "a"))
        let reboot = Task {
            try await Task.sleep(for: .milliseconds(30))
            await pool.setReachable(false, "a")
            try await Task.sleep(for: .milliseconds(100))
            await pool.setReachable(true, "a")
        }
        #expect(try await back.wait(for: "a"))
        try await reboot.value
        #expect(await pool.hosts().allSatisfy(\.reachable))
        await pool.setReachable(false, "a")
        back = HostReturn(pool: pool, settle: .zero, limit: .milliseconds(50), poll: .milliseconds(10))
        let failure = await #expect(throws: Failure.self) { try await back.wait(for: "a") }
        #expect(failure?.because.contains("not come back") == true)
    }

    // A host that was changed while it was open may no longer take its VMs: then the next one must not be emptied as well.
    @Test func `stops when VMs cannot come home, names them, and does not work on the host twice`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let pool = FaultyPool(scene.pool)
        pool.faults.withLock {
            $0.refused["v1→a"] = Concern(
                id: "migrate-hardware", severity: .critical, seen: "a has another processor now", matters: "m",
                advice: "a")
        }
        var request = Rolling.Request(scene.terms, hosts: ["a", "b"], work: "echo did $P2V_HOST")
        request.settle = .zero
        let said = Mutex<[String]>([])
        let rolling = try Rolling(request, in: scene.workspace, pool: pool) { event in
            if case .output(let line, _) = event { said.withLock { $0.append(line) } }
        }
        let failure = await #expect(throws: Failure.self) { _ = try await rolling.roll() }
        #expect(failure?.exit == .partly && failure?.because.contains("v1 stays on") == true)
        #expect(said.withLock { $0 } == ["did a"])
        #expect(try await roll(scene, ["a", "b"], "echo did $P2V_HOST") == ["did b"])
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }

    @Test func `moves nothing and closes nothing in a dry run`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        var request = Evacuate.Request(scene.terms, host: "a")
        request.dryRun = true
        let result = try await Evacuate(request, in: scene.workspace, pool: scene.pool) { _ in }.empty()
        #expect(result.plan.moves.map(\.vm) == ["v1"] && result.report == nil)
        #expect(try await scene.scene.ledger().closedHosts().isEmpty)
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }
}
