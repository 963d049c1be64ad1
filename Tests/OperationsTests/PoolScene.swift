import Balancer
import Estate
import Foundation
import Pool

@testable import Operations

/// A pool file, a place for the pool's state, and three hosts in memory; its VMs run on `a`.
struct PoolScene {
    let scene: LedgerScene
    let pool: SimulatedPool
    let workspace: Workspace
    var terms: BalanceTerms { BalanceTerms(policy: BalancePolicyFile(), window: 0) }

    /// - Parameter hasPlace: whether the pool has a place for its state.
    init(_ machines: [String: [String]] = ["v1": []], hasPlace: Bool = true) async throws {
        scene = try LedgerScene()
        workspace = scene.workspace("anna")
        let text = """
            format: p2v-pool/1
            name: p
            hosts: []
            storage: []
            network: br0
            """ + (hasPlace ? "\nstate: file://\(scene.place)\n" : "\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: workspace.poolPath))
        let hosts = ["a", "b", "c"].map {
            Host(name: $0, cpus: 4, memoryBytes: 8 << 30, freeMemoryBytes: 0, hypervisor: "kvm", versions: [])
        }
        pool = SimulatedPool(hosts: hosts)
        for (name, disks) in machines {
            await pool.add(
                Machine(
                    name: name, uuid: name, host: "a", state: .running, vcpus: 1, memoryBytes: 1 << 30, disks: disks,
                    macs: []))
        }
    }

    /// What `a` ran, as an earlier run saw it; then `a` is silent.
    func lose(_ machines: [String], disks: [String: [String]]?) async throws {
        let page = HostPage(
            host: "a", machines: machines.map { BalanceMachine(name: $0, host: "a", vcpus: 1, memoryMiB: 1024) },
            definitions: Dictionary(uniqueKeysWithValues: machines.map { ($0, $0) }), disks: disks,
            seenAt: Moment(seconds: 1))
        try await scene.ledger().keep([page])
        await pool.setReachable(false, "a")
    }
}
