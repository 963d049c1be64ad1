import Balancer
import Estate
import Foundation
import Pool
import Store
import Synchronization
import Testing

@testable import Operations

/// A VM that `return` forgets stays on a host that was to hold it for an hour, and nobody asks for it again.
@Suite struct `Bringing back what an evacuation moved` {
    private func evacuate(_ scene: PoolScene, dryRun: Bool = false, _ workspace: Workspace? = nil) throws -> Evacuate {
        var request = Evacuate.Request(scene.terms, host: "a")
        request.dryRun = dryRun
        return try Evacuate(request, in: workspace ?? scene.workspace, pool: scene.pool) { _ in }
    }

    @Test func `is refused, with the host closed, while a line of the journal cannot be read`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        _ = try await evacuate(scene).empty()
        try await scene.workspace.openStore().append(
            JournalRecord(
                run: "evacuate/a", step: "{\"machine\":\"v2\"}", event: .started, at: Moment(seconds: 1), detail: ""))
        let failure = await #expect(throws: Failure.self) { _ = try await evacuate(scene).bringBack() }
        #expect(failure?.exit == .refused && failure?.because.contains("{\"machine\":\"v2\"}") == true)
        #expect(try await scene.scene.ledger().closedHosts() == ["a"])
        // The way out that it names: the pool itself remembers.
        _ = try await evacuate(scene, scene.scene.workspace("bert")).bringBack()
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }

    @Test func `is not "nothing to do" for who cannot read what was moved`() async throws {
        let scene = try await PoolScene(hasPlace: false)
        defer { scene.scene.end() }
        let failure = await #expect(throws: Failure.self) { _ = try await evacuate(scene, dryRun: true).bringBack() }
        #expect(failure?.exit == .error && failure?.because.contains("is not known") == true)
    }

    // A VM that stayed away was once a return that had gone well: its host was thought to be full again.
    @Test func `names the VMs that stay away, and is no success`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        #expect(try await evacuate(scene).empty().left == nil)
        let big = Machine(
            name: "big", uuid: "big", host: "a", state: .running, vcpus: 1, memoryBytes: 8 << 30, disks: [], macs: [])
        await scene.pool.add(big)
        for _ in 1...2 {
            let left = try #require(try await evacuate(scene).bringBack().left)
            #expect(left.exit == .partly && left.because.contains("v1 stays on") && left.because.contains("lacks"))
        }
    }

    // The load decides which moves are worth it; an operator who wants a host empty has decided.
    @Test func `and the evacuation before it do not ask for a load that nobody saw`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let pool = FaultyPool(scene.pool)
        pool.faults.withLock { $0.isLoadless = true }
        var request = Evacuate.Request(scene.terms, host: "a")
        request.dryRun = true
        let moves = try await Evacuate(request, in: scene.workspace, pool: pool) { _ in }.empty().plan.moves
        #expect(moves.map(\.vm) == ["v1"])
        let levelled = try await Rebalance(Rebalance.Request(scene.terms), in: scene.workspace, pool: pool) { _ in }
            .run()
        #expect(levelled.plan.moves.isEmpty && levelled.plan.gaps.contains("the load of VM v1 was not seen"))
    }
}
