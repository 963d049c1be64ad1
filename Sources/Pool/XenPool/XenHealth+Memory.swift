internal import Estate
internal import XenAPI

extension XenHealth {
    /// Plans count on Xen's rule: where XAPI keeps more for a VM, hosts are full before a plan says so.
    var overheads: Concern? {
        let seen = tables.virtualMachines.compactMap { vm -> (name: String, told: Int, counted: Int)? in
            guard let told = vm["memory_overhead"].int, told > 0 else { return nil }
            let counted = MemoryOverhead.xen.mib(
                memoryMiB: Int(clamping: vm.int("memory_static_max") >> 20), vcpus: Int(clamping: vm.int("VCPUs_max")))
            return (vm.label, Int(clamping: told >> 20), counted)
        }
        guard let worst = seen.max(by: { $0.told - $0.counted < $1.told - $1.counted }) else { return nil }
        guard worst.told > worst.counted else {
            return Self.fine("memory-overhead", "XAPI keeps no more memory for a VM than plans count")
        }
        return Concern(
            id: "memory-overhead", severity: .warning,
            seen: "XAPI keeps \(worst.told) MiB for \(worst.name) beside its memory; a plan counts \(worst.counted)",
            matters: "Hosts are full before a plan says so.",
            advice:
                "plan with --machine-overhead \(worst.told - worst.counted + 64) or more, or see HVM_shadow_multiplier")
    }
}
