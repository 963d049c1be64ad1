internal import ArgumentParser
internal import Estate
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
        let mebibytes = 0...(1 << 30)
        try check(
            .init("--host-headroom", hostHeadroom, 0...99.9), .init("--load-headroom", loadHeadroom, 0...99.9),
            .init("--host-overhead", hostOverhead, mebibytes), .init("--machine-overhead", machineOverhead, mebibytes),
            .init("--vcpus-per-cpu", vcpusPerCPU, 0.1...1000), .init("--survive", survive, 0...10_000),
            .init("--percentile", percentile, 0.1...100), .init("--comfort", comfort, 0.01...10),
            .init("--memory-overcommit", memoryOvercommit, 1...10))
    }
}
