internal import ArgumentParser
internal import Estate

/// The promises of a plan, as options.
struct PolicyOptions: ParsableArguments {
    @Option(help: "Percent of each host's memory that stays free.")
    var hostHeadroom = 5.0

    @Option(help: "Percent of each host's CPU and other measured resources that stays free in the busiest hour.")
    var loadHeadroom = 20.0

    @Option(help: "MiB that each host itself needs.")
    var hostOverhead = 256

    @Option(help: "MiB that the hypervisor needs for each VM.")
    var machineOverhead = 64

    @Option(help: "vCPUs a host may carry for each of its CPUs.")
    var vcpusPerCPU = 4.0

    @Option(help: "Hosts that may be lost together while all VMs still fit: 1 is N+1.")
    var survive = 0

    @Option(help: "Percentile of each hour of the week that demand is taken from.")
    var percentile = 95.0

    @Option(help: "Factor on measured demand.")
    var comfort = 1.2

    @Option(help: "Times its memory that a host may promise in all: 1.2. Without it memory is never overcommitted.")
    var memoryOvercommit: Double?

    var policy: PlanPolicy {
        PlanPolicy(
            memoryHeadroomPercent: hostHeadroom, loadHeadroomPercent: loadHeadroom, hostOverheadMiB: hostOverhead,
            machineOverheadMiB: machineOverhead, vcpusPerCPU: vcpusPerCPU, survive: survive, percentile: percentile,
            comfort: comfort, memoryOvercommit: memoryOvercommit)
    }

    func validate() throws {
        let percents = [hostHeadroom, loadHeadroom]
        guard percents.allSatisfy({ $0.isFinite && $0 >= 0 && $0 < 100 }) else {
            throw ValidationError("headroom is a percentage from 0 to below 100")
        }
        guard percentile > 0, percentile <= 100 else { throw ValidationError("the percentile is from 1 to 100") }
        guard comfort.isFinite, comfort > 0, comfort <= 10 else {
            throw ValidationError("comfort is a factor above 0 and up to 10")
        }
        if let memoryOvercommit {
            guard (1...10).contains(memoryOvercommit) else {
                throw ValidationError("memory is overcommitted by a factor from 1 to 10")
            }
        }
        guard vcpusPerCPU.isFinite, vcpusPerCPU >= 0.1, vcpusPerCPU <= 1000 else {
            throw ValidationError("vCPUs per CPU is from 0.1 to 1000")
        }
        guard hostOverhead >= 0, machineOverhead >= 0, hostOverhead < 1 << 30, machineOverhead < 1 << 30, survive >= 0
        else {
            throw ValidationError("overheads and the number of lost hosts are not negative")
        }
    }
}
