/// Memory that a host sets aside for a VM beside the guest's own: page tables for each MiB of it and for each vCPU, and
/// what the hypervisor keeps of any VM.
package struct MemoryOverhead: Sendable, Hashable, Codable {
    /// MiB of any VM.
    package var fixedMiB: Int
    /// Percent of the guest's memory.
    package var percent: Double
    /// MiB of each vCPU.
    package var vcpuMiB: Double

    package init(fixedMiB: Int, percent: Double, vcpuMiB: Double) {
        self.fixedMiB = fixedMiB
        self.percent = percent
        self.vcpuMiB = vcpuMiB
    }

    /// Xen's shadow memory, two pages a MiB and 256 pages a vCPU, and 5 MiB: XAPI answers 533 MiB for a VM of 64 GiB
    /// with 16 vCPUs (`VM.compute_memory_overhead`).
    package static let xen = MemoryOverhead(fixedMiB: 5, percent: 100.0 / 128, vcpuMiB: 1)

    /// MiB that a VM takes beside its memory, rounded up.
    package func mib(memoryMiB: Int, vcpus: Int) -> Int {
        let share = max(0, Double(memoryMiB)) * percent / 100 + max(0, Double(vcpus)) * vcpuMiB
        return fixedMiB + Int(min(share, 1e9).rounded(.up))
    }
}
