internal import ArgumentParser
internal import Operations

/// The promises of a plan, as options.
struct PolicyOptions: ParsableArguments {
    @Option(help: "Percent of each host's memory that stays free (default: 5).")
    var hostHeadroom: Double?

    @Option(
        help: "Percent of each host's CPU and other measured resources free in the busiest hour (default: 20)."
    )
    var loadHeadroom: Double?

    @Option(help: "MiB that each host itself needs (default: 256).")
    var hostOverhead: Int?

    @Option(help: "MiB that the hypervisor needs for each VM (default: 64).")
    var machineOverhead: Int?

    @Option(help: "vCPUs a host may carry for each of its CPUs (default: 4).")
    var vcpusPerCPU: Double?

    @Option(
        help: "Hosts lost together whose VMs restart on the others (default: 1 with two hosts or more).")
    var survive: Int?

    @Option(help: "Percentile of each hour of the week that demand is taken from (default: 95).")
    var percentile: Double?

    @Option(help: "Factor on measured demand (default: 1.2).")
    var comfort: Double?

    @Option(help: "Times its memory that a host may promise in all: 1.2. Without it memory is never overcommitted.")
    var memoryOvercommit: Double?

    var wish: PolicyWish {
        var wish = PolicyWish()
        (wish.memoryHeadroomPercent, wish.loadHeadroomPercent) = (hostHeadroom, loadHeadroom)
        (wish.hostOverheadMiB, wish.machineOverheadMiB) = (hostOverhead, machineOverhead)
        (wish.vcpusPerCPU, wish.survive) = (vcpusPerCPU, survive)
        (wish.percentile, wish.comfort, wish.memoryOvercommit) = (percentile, comfort, memoryOvercommit)
        return wish
    }

    func validate() throws {
        for percent in [hostHeadroom, loadHeadroom].compactMap(\.self) {
            guard percent.isFinite, percent >= 0, percent < 100 else {
                throw ValidationError("headroom is a percentage from 0 to below 100")
            }
        }
        try within(percentile, "the percentile is from 1 to 100") { $0 > 0 && $0 <= 100 }
        try within(comfort, "comfort is a factor above 0 and up to 10") { $0 > 0 && $0 <= 10 }
        try within(memoryOvercommit, "memory is overcommitted by a factor from 1 to 10") { (1...10).contains($0) }
        try within(vcpusPerCPU, "vCPUs per CPU is from 0.1 to 1000") { (0.1...1000).contains($0) }
        for count in [hostOverhead, machineOverhead, survive].compactMap(\.self) {
            guard count >= 0, count < 1 << 30 else {
                throw ValidationError("overheads and the number of lost hosts are not negative")
            }
        }
    }

    private func within(_ value: Double?, _ words: String, _ isGood: (Double) -> Bool) throws {
        if let value, !isGood(value) { throw ValidationError(words) }
    }
}
