package import Estate

extension BalanceHost: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("cores", cores, 0.01...65_536), .init("memoryMiB", memoryMiB, PlausibleSizes.memoryMiB),
            .init("reservedMiB", reservedMiB, 0...100_000_000),
            .init("diskBytesPerSecond", diskBytesPerSecond, PlausibleSizes.rate),
            .init("networkBytesPerSecond", networkBytesPerSecond, PlausibleSizes.rate),
            .init("vcpuRatioLimit", vcpuRatioLimit, 0.01...100_000), .init("idleWatts", idleWatts, PlausibleSizes.watts)
        )
    }
}

extension BalanceMachine: Plausible {
    package var flaw: Flaw? {
        let hours = [("hourlyCores", hourlyCores), ("hourlyDisk", hourlyDisk), ("hourlyNetwork", hourlyNetwork)]
        for (key, values) in hours {
            guard let wrong = values.first(where: { !(0...1e15).contains($0) }) else { continue }
            return Flaw(key, "has a value of \(wrong)")
        }
        return .first(
            .init("vcpus", vcpus, 0...65_536), .init("memoryMiB", memoryMiB, 0...100_000_000),
            .init("dirtyBytesPerSecond", dirtyBytesPerSecond, 0...1e15), .init("movedAt", movedAt, 0...1e12),
            .init("priority", priority, -1_000_000...1_000_000))
    }
}

extension BalanceLoad: Plausible {
    package var flaw: Flaw? {
        .first(.init("cores", cores, 0...65_536), .init("disk", disk, 0...1e15), .init("network", network, 0...1e15))
    }
}
