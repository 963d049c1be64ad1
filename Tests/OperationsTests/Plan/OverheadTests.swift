import Estate
import Testing

@testable import Operations

/// A plan that forgets what Xen keeps for a VM fills hosts that then refuse the last VM, after its service was stopped.
@Suite struct `Memory that a host keeps beside the guest's` {
    private func host(_ overhead: MemoryOverhead?) -> Host {
        var host = Host(
            name: "xs1", cpus: 64, memoryBytes: 256 << 30, freeMemoryBytes: 256 << 30, hypervisor: "xen", versions: [])
        host.machineOverhead = overhead
        return host
    }

    @Test func `the policy takes what the hosts say, and a person's word before it`() {
        let told = PolicyWish().policy(hosts: [host(.xen)])
        #expect(told.machineOverheadMiB == 5 && told.machineOverheadPercent == 0.78125 && told.vcpuOverheadMiB == 1)
        let plain = PolicyWish().policy(hosts: [host(nil)])
        #expect(plain.machineOverheadMiB == 64 && plain.machineOverheadPercent == nil && plain.vcpuOverheadMiB == nil)
        var wish = PolicyWish()
        wish.machineOverheadMiB = 100
        let asked = wish.policy(hosts: [host(.xen)])
        #expect(asked.machineOverheadMiB == 100 && asked.machineOverheadPercent == nil)
    }
}
