import Estate
import Testing

@testable import Checker

/// A plan that promises to survive the loss of a host, and does not, is found out on the day the host dies.
@Suite struct `The loss of hosts` {
    /// Hosts with 1,000 MiB for VMs each, or one more than the one before; VMs of these MiB on the first.
    private func losses(_ hosts: Int, _ memory: [Int], vcpus: Int = 1, survive: Int = 1) -> HostLosses {
        let pool = (0..<hosts).map { at in
            let bytes = UInt64(1000 + at) << 20
            return Host(
                name: "h\(at)", cpus: 8, memoryBytes: bytes, freeMemoryBytes: bytes, hypervisor: "kvm", versions: [])
        }
        let servers = memory.enumerated().map { at, size in
            var server = CheckedWorld.server("s\(at)", on: "h0")
            (server.memoryMiB, server.vcpus) = (size, vcpus)
            return server
        }
        let policy = PlanPolicy(
            memoryHeadroomPercent: 0, loadHeadroomPercent: 0, hostOverheadMiB: 0, machineOverheadMiB: 0, vcpusPerCPU: 1,
            survive: survive)
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", policy: policy, hostsUsed: 1, hostsLowerBound: 1,
            servers: servers, leftOut: [])
        return HostLosses(
            plan: plan, hosts: pool, demands: [], loads: HostLoads(plan: plan, hosts: pool, demands: []))
    }

    @Test func `a place for all is found, also where the largest first would leave one out`() {
        #expect(losses(3, [600, 400, 400, 300, 300]).restart(without: [0]) == .found)
    }

    @Test func `that there is none is proved by one that fits nowhere, by the sum, or by every way`() {
        for (memory, vcpus) in [([1500], 1), ([700, 700, 700, 700], 1), ([1, 1, 1, 1, 1], 5)] {
            var hopeless = losses(3, memory, vcpus: vcpus)
            hopeless.patience = 1
            #expect(hopeless.restart(without: [0]) == .none)
        }
        #expect(losses(4, [600, 600, 600, 600]).restart(without: [0]) == .none)
    }

    // It was called a no.
    @Test func `a search that ends before it has tried every way says that it does not know`() {
        var hurried = losses(4, [600, 600, 600, 600])
        hurried.patience = 5
        #expect(hurried.restart(without: [0]) == .unknown(steps: 20))
        #expect(hurried.findings().contains { $0.contains("it is not known that there is none") })
    }

    // What was not judged was taken for survived.
    @Test func `losses beyond those that are judged are said`() {
        var many = losses(6, [10], survive: 2)
        #expect(many.findings() == [])
        many.most = 3
        #expect(many.findings() == ["survive 2: only 3 losses of hosts were tried"])
    }
}
