import Estate
import Foundation
import Pool
import Synchronization
import Testing

@testable import Operations

/// One host is dead for certain, another only silent: what the silent one runs must not be started a second time.
@Suite struct `Recovery while another host is silent` {
    private func recover(
        _ scene: PoolScene, alsoDead: Set<String> = [], silencedByRestore: String? = nil,
        _ workspace: Workspace? = nil
    ) async -> (started: [String], failure: Failure?) {
        var request = Recover.Request(scene.terms, host: "a")
        (request.confirmedDead, request.despiteUnwatched, request.watchSeconds) = (true, true, 0)
        request.alsoDead = alsoDead
        let pool = FaultyPool(scene.pool)
        pool.faults.withLock { $0.silencedByRestore = silencedByRestore }
        let started = Mutex<[String]>([])
        var failure: Failure?
        do {
            _ = try await Recover(request, in: workspace ?? scene.workspace, pool: pool) { event in
                if case .started(let vm, let host) = event { started.withLock { $0.append("\(vm) on \(host)") } }
            }.run()
        } catch { failure = error as? Failure }
        return (started.withLock { $0 }, failure)
    }

    /// "Make room" was the advice, with every host behind a pulled cable.
    @Test func `is why nothing starts, not a lack of room`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: nil)
        for host in ["b", "c"] { await scene.pool.setReachable(false, host) }
        let result = await recover(scene)
        #expect(result.failure?.because.hasPrefix("b, c cannot be asked whether they run there") == true)
        #expect(result.failure?.next.contains("make room") == false && result.started.isEmpty)
    }

    @Test func `starts nothing, defines nothing, and names it`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: nil)
        await scene.pool.setReachable(false, "c")
        let result = await recover(scene)
        #expect(result.failure?.exit == .refused && result.started.isEmpty)
        #expect(result.failure?.because == "c cannot be asked whether they run there (it does not answer)")
        #expect(await scene.pool.machines().isEmpty)
    }

    @Test func `goes on when the operator says of that host too that it is off`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: nil)
        await scene.pool.setReachable(false, "c")
        let result = await recover(scene, alsoDead: ["c"])
        #expect(result.failure == nil && result.started == ["v1 on b"])
    }

    // The start waits for its turn and asks every host: one that was seen before may be silent by then.
    @Test func `starts nothing when it fell silent only after everybody was asked`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.lose(["v1"], disks: nil)
        let result = await recover(scene, silencedByRestore: "c")
        #expect(result.failure?.because.contains("c cannot be asked") == true && result.started.isEmpty)
        #expect(await !scene.pool.machines().contains { $0.state == .running })
    }
}
