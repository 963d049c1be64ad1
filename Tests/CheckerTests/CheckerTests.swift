import Checker
import Estate
import TestSupport
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

    // The scan of a clone comes after the plan, and an older plan says nothing of UUIDs.
    @Test(arguments: [(nil, true), (.kept, true), (.new, false)] as [(PlannedUUID?, Bool)])
    func `a UUID that another server has, too, is found before the outage`(said: PlannedUUID?, isFound: Bool) {
        var (plan, first, second) = (plan(), Fixture.profile("dns01"), Fixture.profile("clone"))
        plan.servers[0].uuid = said
        first.identity.dmiUUID = .known("4C4C4544-0042")
        second.identity.dmiUUID = .known("4c4c4544-0042")
        let found = PlanCheck.stale(plan: plan, profiles: [first, second], hosts: [host])
        #expect(found.contains { $0.contains("UUID is that of clone") } == isFound)
        second.identity.dmiUUID = .known("4c4c4544-0043")
        #expect(
            !PlanCheck.stale(plan: plan, profiles: [first, second], hosts: [host]).contains { $0.contains("UUID") })
    }

    @Test func `a UUID that is to be kept and is not known is found`() {
        var plan = plan()
        plan.servers[0].uuid = .kept
        let found = PlanCheck.stale(plan: plan, profiles: [Fixture.profile("dns01")], hosts: [host])
        #expect(found.contains { $0.contains("not known (x)") })
    }

    @Test func `a host that has left the pool is named`() {
        let found = PlanCheck.stale(plan: plan(on: "hostz"), profiles: [], hosts: [host])
        #expect(found.contains("host hostz is not in the pool"))
    }

    @Test func `a host without enough memory is named with the numbers`() {
        let found = PlanCheck.stale(plan: plan(memoryMiB: 4000), profiles: [], hosts: [host])
        #expect(found.contains { $0.contains("4064 MiB needed") })
    }

    // Xen keeps page tables by the guest's memory and vCPUs: 533 MiB for 64 GiB with 16 vCPUs.
    @Test func `what the hypervisor keeps by memory and vCPUs counts`() {
        var plan = plan(memoryMiB: 65_536)
        plan.servers[0].vcpus = 16
        plan.policy.machineOverheadMiB = 5
        let large = Host(
            name: "hosta", cpus: 64, memoryBytes: 64 << 30, freeMemoryBytes: 64 << 30, hypervisor: "xen", versions: [])
        #expect(PlanCheck.stale(plan: plan, profiles: [], hosts: [large]).contains { $0.contains("65541 MiB needed") })
        (plan.policy.machineOverheadPercent, plan.policy.vcpuOverheadMiB) = (0.78125, 1)
        #expect(PlanCheck.stale(plan: plan, profiles: [], hosts: [large]).contains { $0.contains("66069 MiB needed") })
    }
}
