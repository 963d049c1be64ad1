import Balancer
import Estate
import Foundation
import Pool
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// Between any two records of a run the machine that runs p2v may lose power. Some of the places always; all of them with
/// P2V_THOROUGH=1.
@Suite struct `Runs that were killed at a record` {
    /// Kills `work` before its records, one after another, and asks each time what the next run makes of it.
    private func each(
        _ machines: [String], _ work: (KilledScene, any Pool, Workspace) async throws -> Void,
        then check: (KilledScene) async throws -> Void
    ) async throws {
        let whole = try await KilledScene(machines, beforeRecord: .max)
        try await work(whole, whole.pool, whole.mortalWorkspace)
        try await check(whole)
        let count = whole.records.count
        whole.end()
        #expect(count > 10, "\(count) records")
        let step = Rounds.count(max(1, count / 6), thorough: 1)
        for number in stride(from: 1, through: count, by: step) {
            let scene = try await KilledScene(machines, beforeRecord: number)
            await scene.die { try await work(scene, $0, scene.mortalWorkspace) }
            do { try await check(scene) } catch { Issue.record("killed before record \(number) of \(count): \(error)") }
            scene.end()
        }
    }

    @Test func `an evacuation goes on, and the return brings all home`() async throws {
        try await each(["v1", "v2", "v3"]) { scene, pool, workspace in
            _ = try await Evacuate(Evacuate.Request(scene.terms, host: "a"), in: workspace, pool: pool) { _ in }.empty()
        } then: { scene in
            let again = try Evacuate(Evacuate.Request(scene.terms, host: "a"), in: scene.workspace, pool: scene.pool) {
                _ in
            }
            #expect(try await again.empty().left == nil)
            #expect(try await scene.places().values.allSatisfy { $0 != "a" })
            #expect(try await scene.pooled.scene.ledger("bert").closedHosts() == ["a"])
            #expect(try await again.bringBack().left == nil)
            #expect(try await scene.places().values.allSatisfy { $0 == "a" })
        }
    }

    @Test func `a return goes on`() async throws {
        try await each(["v1", "v2"]) { scene, pool, workspace in
            // The host was emptied by a run that nobody killed.
            _ = try await Evacuate(Evacuate.Request(scene.terms, host: "a"), in: scene.workspace, pool: scene.pool) {
                _ in
            }.empty()
            _ = try await Evacuate(Evacuate.Request(scene.terms, host: "a"), in: workspace, pool: pool) { _ in }
                .bringBack()
        } then: { scene in
            let again = try Evacuate(Evacuate.Request(scene.terms, host: "a"), in: scene.workspace, pool: scene.pool) {
                _ in
            }
            #expect(try await again.bringBack().left == nil)
            #expect(try await scene.places().values.allSatisfy { $0 == "a" })
            #expect(try await scene.pooled.scene.ledger("bert").closedHosts().isEmpty)
        }
    }

    @Test func `a night goes on, and the one after it has nothing to do`() async throws {
        try await each(["v1", "v2", "v3", "v4"]) { scene, pool, workspace in
            for machine in ["v1", "v2", "v3", "v4"] {
                let load = LoadSample(coresBusy: 1.2, memoryBytes: 0, diskOperations: 0, diskBytes: 0, networkBytes: 0)
                await scene.pool.setLoad(load, of: machine)
            }
            _ = try await night(scene, pool, workspace).run()
        } then: { scene in
            let second = try await night(scene, scene.pool, scene.workspace).run()
            #expect(second.failure == nil && second.report.stopped == nil, "\(second)")
            #expect(try await night(scene, scene.pool, scene.workspace).run().report.entries.isEmpty)
            #expect(Set(try await scene.places().values).count == 3)
        }
    }

    private func night(_ scene: KilledScene, _ pool: any Pool, _ workspace: Workspace) -> Night {
        var terms = scene.terms
        (terms.policy.coolDownMinutes, terms.policy.noReturnHours) = (0, 0)
        let refresh = NightRefresh(store: workspace.storePath)
        return Night(Night.Request(.success(terms), refresh: refresh), in: workspace, pool: pool) { _ in }
    }

    @Test func `a recovery goes on, and starts each VM once`() async throws {
        try await each(["v1", "v2", "v3"]) { scene, pool, workspace in
            try await scene.pooled.lose(["v1", "v2", "v3"], disks: nil)
            try await recover(scene, pool, workspace)
        } then: { scene in
            try await recover(scene, scene.pool, scene.workspace)
            let running = await scene.pool.machines().filter { $0.state == .running }
            #expect(running.map(\.name).sorted() == ["v1", "v2", "v3"] && !running.contains { $0.host == "a" })
        }
    }

    private func recover(_ scene: KilledScene, _ pool: any Pool, _ workspace: Workspace) async throws {
        var request = Recover.Request(scene.terms, host: "a")
        (request.confirmedDead, request.despiteUnwatched, request.watchSeconds) = (true, true, 0)
        _ = try await Recover(request, in: workspace, pool: FaultyPool.standIn(for: pool)) { _ in }.run()
    }
}

/// Counts the records of a run by the moments that it asks for, and calls at one of them.
final class RecordCount: Sendable {
    private struct State {
        var count = 0
        var number = Int.max
        var call: @Sendable () -> Void = {}
    }

    private let state = Mutex(State())

    var count: Int { state.withLock(\.count) }

    func onRecord(_ number: Int, _ call: @escaping @Sendable () -> Void) {
        state.withLock { ($0.number, $0.call) = (number, call) }
    }

    /// A clock that goes on by a millisecond each time.
    func next() -> Moment {
        let (count, call): (Int, (@Sendable () -> Void)?) = state.withLock { state in
            state.count += 1
            return (state.count, state.count == state.number ? state.call : nil)
        }
        call?()
        return Moment(seconds: 1_800_000_000 + Double(count) / 1000)
    }
}
