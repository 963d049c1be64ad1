/// The promises a plan keeps on every host, written into the plan so that it can be checked without the command line
/// that made it.
public struct PlanPolicy: Sendable, Hashable, Codable {
    /// Percent of a host's memory that stays free.
    public var memoryHeadroomPercent: Double
    /// Percent of a host's CPU, and of any other measured resource, that stays free in the busiest hour.
    public var loadHeadroomPercent: Double
    /// MiB of memory that a host itself needs.
    public var hostOverheadMiB: Int
    /// MiB that the hypervisor needs for each VM beside the guest's memory.
    public var machineOverheadMiB: Int
    /// vCPUs a host may carry for each of its CPUs.
    public var vcpusPerCPU: Double
    /// Hosts that may be lost together while every VM still fits on the rest: 1 is "N+1".
    public var survive: Int
    /// Percentile of each hour of the week that demand is taken from.
    public var percentile: Double
    /// Factor on measured demand.
    public var comfort: Double
    /// Times its memory that a host may promise in all; nil: memory is not overcommitted.
    public var memoryOvercommit: Double?

    public init(
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
