import Balancer
import Estate
import Foundation
import Pool
import Synchronization
import Testing

@testable import Operations

/// Who looks before the work asks two things: what would move, and what is not known. An answer without the second sends
/// a technician to a host that still runs a VM.
@Suite struct `An evacuation that is only looked at` {
    private struct Look {
        var result: MaintenanceResult?
        var failure: Failure?
        var plan: BalancePlan?
        var said: [String]
    }

    private func look(
        _ scene: PoolScene, _ host: String = "a", isReturn: Bool = false, partly: Bool = false
    ) async throws -> Look {
        var request = Evacuate.Request(scene.terms, host: host)
        (request.dryRun, request.partly) = (true, partly)
        let told = Mutex<(plan: BalancePlan?, said: [String])>((nil, []))
        let work = try Evacuate(request, in: scene.workspace, pool: scene.pool) { event in
            if case .planned(let plan, _) = event { told.withLock { $0.plan = plan } }
            // That it watches for seconds is told by every observation.
            if case .progress(let line) = event, !line.hasPrefix("watching") { told.withLock { $0.said.append(line) } }
        }
        var (result, failure): (MaintenanceResult?, Failure?) = (nil, nil)
        do { result = isReturn ? try await work.bringBack() : try await work.empty() } catch let error as Failure {
            failure = error
        }
        return told.withLock { Look(result: result, failure: failure, plan: $0.plan, said: $0.said) }
    }

    @Test func `shows its moves, and names another host that cannot be asked`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.setReachable(false, "b")
        let look = try await look(scene)
        #expect(look.result?.isPending == true && look.plan?.moves.map(\.to) == ["c"])
        #expect(look.plan?.gaps == ["host b does not answer"])
        #expect(look.plan?.after.survivesHostLoss == .unknown(because: "b cannot be asked"))
    }

    @Test func `shows its moves while nobody knows which hosts are closed, and says that`() async throws {
        let scene = try await PoolScene(hasPlace: false)
        defer { scene.scene.end() }
        let look = try await look(scene)
        #expect(look.result?.isPending == true && look.plan?.moves.count == 1)
        #expect(look.plan?.gaps.contains { $0.hasPrefix(PoolObserver.marksUnknown) } == true)
    }

    // "Nothing to move" with 0, and a run without --dry-run that ends with an error at once.
    @Test(arguments: ["b", "c"]) func `is no "nothing to do" while marks are not known`(host: String) async throws {
        let scene = try await PoolScene(hasPlace: false)
        defer { scene.scene.end() }
        let look = try await look(scene, host)
        #expect(look.plan?.moves.isEmpty == true && look.result?.isPending == false)
        #expect(look.result?.blindness?.exit == .error)
        #expect(look.result?.blindness?.because.contains("closed for work is not known") == true)
    }

    // A host that is switched off takes such a VM along, whatever it was doing.
    @Test(arguments: [Machine.State.unknown, .crashed])
    func `does not call a host empty on which a VM is that may run`(state: Machine.State) async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.add(
            Machine(
                name: "odd", uuid: "odd", host: "a", state: state, vcpus: 1, memoryBytes: 1 << 30, disks: [], macs: []))
        let refused = try await look(scene)
        #expect(refused.failure?.exit == .refused && refused.failure?.because.contains("odd cannot move: ") == true)
        #expect(refused.plan?.moves.map(\.vm) == ["v1"] && refused.plan?.stays.map(\.vm) == ["odd"])
        #expect(refused.plan?.gaps.contains("whether VM odd runs on a is not known") == (state == .unknown))
        let partly = try await look(scene, partly: true)
        #expect(partly.result?.isPending == true && partly.result?.left?.because.contains("odd stays on a") == true)
    }

    @Test(arguments: [Machine.State.shutOff, .suspended])
    func `does not hold a host for a VM that is off, or lies in a file`(state: Machine.State) async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.add(
            Machine(
                name: "odd", uuid: "odd", host: "a", state: state, vcpus: 1, memoryBytes: 1 << 30, disks: [], macs: []))
        let look = try await look(scene)
        #expect(look.result?.left == nil && look.plan?.moves.map(\.vm) == ["v1"])
    }

    // A script that asks first would leave out the one thing that is to be done: to close the host.
    @Test func `says that an empty host would be closed, and a closed one opened`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let open = try await look(scene, "b")
        #expect(open.result?.isPending == true && open.said == ["b would be closed"])
        #expect(try await look(scene, "b", isReturn: true).result?.isPending == false)
        _ = try await Evacuate(.init(scene.terms, host: "b"), in: scene.workspace, pool: scene.pool) { _ in }.empty()
        let closed = try await look(scene, "b")
        #expect(closed.result?.isPending == false && closed.result?.blindness == nil && closed.said.isEmpty)
        let back = try await look(scene, "b", isReturn: true)
        #expect(back.result?.isPending == true && back.said == ["b would be opened"])
    }
}
