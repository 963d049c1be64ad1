import Checker
import Estate
import Testing

/// If staleness is missed, a disk that has grown is copied short, or a VM is started where it does not fit.
@Suite struct StalePlanTests {
    private let host = Host(
        name: "hosta", cpus: 2, memoryBytes: 4 << 30, freeMemoryBytes: 4 << 30, hypervisor: "kvm", versions: [])

    private func plan(memoryMiB: Int = 512, on host: String = "hosta") -> Plan {
        Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1,
            servers: [
                PlannedServer(
                    server: "dns01", address: "ssh://root@dns01", host: host, storage: "sr", vcpus: 1,
                    memoryMiB: memoryMiB, firmware: .bios, disks: [], interfaces: [],
                    cutOver: CutOver(quiesce: [], resume: [], powerOffSource: true), proof: [], reasons: [])
            ], leftOut: [])
    }

    @Test func `a server that was never scanned is named with the way out`() {
        let found = PlanCheck.stale(plan: plan(), profiles: [], hosts: [host])
        #expect(found == ["dns01 is not scanned; run p2v scan ssh://root@dns01"])
    }

    @Test func `a host that has left the pool is named`() {
        let found = PlanCheck.stale(plan: plan(on: "hostz"), profiles: [], hosts: [host])
        #expect(found.contains("host hostz is not in the pool"))
    }

    @Test func `a host without enough memory is named with the numbers`() {
        let found = PlanCheck.stale(plan: plan(memoryMiB: 4000), profiles: [], hosts: [host])
        #expect(found.contains { $0.contains("4064 MiB needed") })
    }
}
