extension Plan: Plausible {
    /// What stands twice in a plan the checker says, with all else that is wrong.
    package var flaw: Flaw? {
        .first(.init("hostsUsed", hostsUsed, 0...1_000_000), .init("hostsLowerBound", hostsLowerBound, 0...1_000_000))
    }
}

extension PlannedServer: Plausible {
    package var flaw: Flaw? {
        .first(.init("vcpus", vcpus, PlausibleSizes.cpus), .init("memoryMiB", memoryMiB, PlausibleSizes.memoryMiB))
    }
}

extension PlannedDisk: Plausible {
    package var flaw: Flaw? {
        (1...(1 << 60)).contains(bytes) ? nil : Flaw("bytes", "is \(bytes), not 1 to \(1 << 60)")
    }
}

extension PlanPolicy: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("memoryHeadroomPercent", memoryHeadroomPercent, 0...99.9),
            .init("loadHeadroomPercent", loadHeadroomPercent, 0...99.9),
            .init("hostOverheadMiB", hostOverheadMiB, 0...100_000_000),
            .init("machineOverheadMiB", machineOverheadMiB, 0...100_000_000),
            .init("machineOverheadPercent", machineOverheadPercent, 0...100),
            .init("vcpuOverheadMiB", vcpuOverheadMiB, 0...1_000_000),
            .init("vcpusPerCPU", vcpusPerCPU, 0.1...1000), .init("survive", survive, 0...1000),
            .init("percentile", percentile, 0.1...100), .init("comfort", comfort, 0.01...10),
            .init("memoryOvercommit", memoryOvercommit, 1...10))
    }
}

extension Wave.Member: Plausible {
    package var flaw: Flaw? {
        .first(.init("copySeconds", copySeconds, 0...1e9), .init("outageSeconds", outageSeconds, 0...1e9))
    }
}

extension AtMost: Plausible {
    package var flaw: Flaw? { .first(.init("count", count, 0...1_000_000)) }
}

extension LicenceGroup: Plausible {
    package var flaw: Flaw? { .first(.init("hosts", hosts, 1...1_000_000)) }
}

extension Moment: Plausible {
    /// Beyond, there is no calendar.
    package var flaw: Flaw? { .first(.init(nil, seconds, -1e11...1e12)) }
}
