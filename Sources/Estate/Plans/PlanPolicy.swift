/// The promises a plan keeps on every host, written into the plan so that it can be checked without the command line
/// that made it.
package struct PlanPolicy: Sendable, Hashable, Codable {
    /// Percent of a host's memory that stays free.
    package var memoryHeadroomPercent: Double
    /// Percent of a host's CPU, and of any other measured resource, that stays free in the busiest hour.
    package var loadHeadroomPercent: Double
    /// MiB of memory that a host itself needs.
    package var hostOverheadMiB: Int
    /// MiB that the hypervisor needs for each VM beside the guest's memory.
    package var machineOverheadMiB: Int
    /// Percent of the guest's memory, and MiB of each vCPU, that it needs beyond that; nil for none.
    package var machineOverheadPercent: Double?
    package var vcpuOverheadMiB: Double?
    /// vCPUs a host may carry for each of its CPUs.
    package var vcpusPerCPU: Double
    /// Hosts that may be lost together while every VM still fits on the rest: 1 is "N+1".
    package var survive: Int
    /// Percentile of each hour of the week that demand is taken from.
    package var percentile: Double
    /// Factor on measured demand.
    package var comfort: Double
    /// Times its memory that a host may promise in all; nil: memory is not overcommitted.
    package var memoryOvercommit: Double?

    package init(
        memoryHeadroomPercent: Double = 5, loadHeadroomPercent: Double = 20, hostOverheadMiB: Int = 256,
        machineOverheadMiB: Int = 64, vcpusPerCPU: Double = 4, survive: Int = 0, percentile: Double = 95,
        comfort: Double = 1.2, memoryOvercommit: Double? = nil
    ) {
        self.memoryHeadroomPercent = memoryHeadroomPercent
        self.loadHeadroomPercent = loadHeadroomPercent
        self.hostOverheadMiB = hostOverheadMiB
        self.machineOverheadMiB = machineOverheadMiB
        self.vcpusPerCPU = vcpusPerCPU
        self.survive = survive
        self.percentile = percentile
        self.comfort = comfort
        self.memoryOvercommit = memoryOvercommit
    }
}
