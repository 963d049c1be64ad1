import Balancer
import Estate
import Foundation
import Pool
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// The machine that runs p2v loses power in the middle of a night; in the morning somebody runs it again.
@Suite struct `Moves and starts that were killed` {
    /// The middle of a run always; with P2V_THOROUGH=1 each act from the first to the last.
    static let deaths =
        Rounds.count(0, thorough: 1) == 0
        ? [(act: 1, isAfter: true), (act: 2, isAfter: false), (act: 2, isAfter: true)]
        : (1...4).flatMap { [(act: $0, isAfter: false), (act: $0, isAfter: true)] }

    @Test(arguments: deaths) func `an evacuation goes on, and the return brings all home`(
        death: (act: Int, isAfter: Bool)
    ) async throws {
        let scene = try await KilledScene(["v1", "v2", "v3"], death)
        defer { scene.end() }
        await scene.die { pool in
            _ = try await Evacuate(Evacuate.Request(scene.terms, host: "a"), in: scene.workspace, pool: pool) { _ in }
                .empty()
        }
        let again = try Evacuate(Evacuate.Request(scene.terms, host: "a"), in: scene.workspace, pool: scene.pool) { _ in
        }
        #expect(try await again.empty().left == nil)
        #expect(try await scene.places().values.allSatisfy { $0 != "a" })
        #expect(try await scene.pooled.scene.ledger("bert").closedHosts() == ["a"])
        #expect(try await again.bringBack().left == nil)
        #expect(try await scene.places() == ["v1": "a", "v2": "a", "v3": "a"])
        #expect(try await scene.pooled.scene.ledger("bert").closedHosts().isEmpty)
    }

    @Test(arguments: deaths) func `a night goes on, ends where an undisturbed one ends, and a third has no move`(
        death: (act: Int, isAfter: Bool)
    ) async throws {
        let whole = try await night(KilledScene(["v1", "v2", "v3", "v4"], (act: 99, isAfter: false)))
        #expect(Set(whole.values).count == 3)
        #expect(try await night(KilledScene(["v1", "v2", "v3", "v4"], death)).values.sorted() == whole.values.sorted())
    }

    private func night(_ scene: KilledScene) async throws -> [String: String] {
        defer { scene.end() }
        for machine in ["v1", "v2", "v3", "v4"] {
            let load = LoadSample(coresBusy: 1.2, memoryBytes: 0, diskOperations: 0, diskBytes: 0, networkBytes: 0)
            await scene.pool.setLoad(load, of: machine)
        }
        await scene.die { pool in _ = try await self.night(scene, pool).run() }
        let second = try await night(scene, scene.pool).run()
        #expect(second.failure == nil && second.report.stopped == nil, "\(second)")
        #expect(try await night(scene, scene.pool).run().report.entries.isEmpty)
        return try await scene.places()
    }

    private func night(_ scene: KilledScene, _ pool: any Pool) -> Night {
        var terms = scene.terms
        // What the killed night had moved may be moved again at once: the plan decides, not the cool-down.
        (terms.policy.coolDownMinutes, terms.policy.noReturnHours) = (0, 0)
        let refresh = NightRefresh(store: scene.workspace.storePath)
        return Night(Night.Request(.success(terms), refresh: refresh), in: scene.workspace, pool: pool) { _ in }
    }

    // Both halves of a start (definition, then start) may have been made or not.
    @Test(arguments: deaths) func `a recovery goes on, and starts each VM once`(
        death: (act: Int, isAfter: Bool)
    ) async throws {
        let scene = try await KilledScene(["v1", "v2"], death)
        defer { scene.end() }
        try await scene.pooled.lose(["v1", "v2"], disks: nil)
        await scene.die { try await recover(scene, $0) }
        try await recover(scene, scene.pool)
        let running = await scene.pool.machines().filter { $0.state == .running }
        #expect(running.map(\.name).sorted() == ["v1", "v2"] && !running.contains { $0.host == "a" })
    }

    private func recover(_ scene: KilledScene, _ pool: any Pool) async throws {
        var request = Recover.Request(scene.terms, host: "a")
        (request.confirmedDead, request.despiteUnwatched, request.watchSeconds) = (true, true, 0)
        // The second run uses the same stand-in, without a death.
        _ = try await Recover(request, in: scene.workspace, pool: FaultyPool.standIn(for: pool)) { _ in }.run()
    }
}

/// A pool in memory whose p2v dies, and the files that it leaves.
struct KilledScene {
    let pooled: PoolScene
    let mortal: FaultyPool
    private let copy: URL
    /// Every record has a moment: who asks for it is about to write one.
    let records = RecordCount()

    var pool: SimulatedPool { pooled.pool }
    var workspace: Workspace { pooled.workspace }
    /// Of the p2v that dies.
    var mortalWorkspace: Workspace {
        Workspace(
            storePath: pooled.workspace.storePath, poolPath: pooled.workspace.poolPath, who: pooled.workspace.who,
            now: { [records] in records.next() })
    }
    var terms: BalanceTerms { pooled.terms }

    init(_ machines: [String], _ death: (act: Int, isAfter: Bool)) async throws {
        let pooled = try await PoolScene(Dictionary(uniqueKeysWithValues: machines.map { ($0, []) }))
        let (root, copy) = (pooled.scene.root, URL(fileURLWithPath: pooled.scene.root.path + "-dead"))
        let mortal = FaultyPool(pooled.pool)
        mortal.faults.withLock {
            $0.death = .init(act: death.act, isAfter: death.isAfter) {
                try? FileManager.default.copyItem(at: root, to: copy)
            }
        }
        (self.pooled, self.mortal, self.copy) = (pooled, mortal, copy)
    }

    /// Dies before its n-th record is written: nothing acts on the pool any more, and the files are as they are then.
    init(_ machines: [String], beforeRecord number: Int) async throws {
        try await self.init(machines, (act: 1_000_000, isAfter: false))
        let (root, copy, mortal) = (pooled.scene.root, copy, mortal)
        records.onRecord(number) {
            try? FileManager.default.copyItem(at: root, to: copy)
            mortal.faults.withLock { $0.death = .init(act: 0, isAfter: false, acts: 1) {} }
        }
    }

    /// Runs `work` until it dies; then the files are those of that moment, and the process that had the leases is gone.
    func die(_ work: (any Pool) async throws -> Void) async {
        do { try await work(mortal) } catch {}
        let root = pooled.scene.root
        guard FileManager.default.fileExists(atPath: copy.path) else { return }
        do {
            try FileManager.default.removeItem(at: root)
            try FileManager.default.moveItem(at: copy, to: root)
            for name in try pooled.scene.files() where name.hasSuffix(".lease") {
                try FileManager.default.removeItem(atPath: "\(pooled.scene.folder)/\(name)")
            }
        } catch { Issue.record("\(error)") }
    }

    /// Where each VM runs: once, or this fails.
    func places() async throws -> [String: String] {
        let machines = await pool.machines()
        try #require(machines.allSatisfy { $0.state == .running })
        try #require(Set(machines.map(\.name)).count == machines.count, "\(machines)")
        return Dictionary(uniqueKeysWithValues: machines.map { ($0.name, $0.host) })
    }

    func end() {
        pooled.scene.end()
        try? FileManager.default.removeItem(at: copy)
    }
}
