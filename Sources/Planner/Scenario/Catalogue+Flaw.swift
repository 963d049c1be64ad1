package import Estate

extension Catalogue: Plausible {
    package var flaw: Flaw? { .twice("hosts", hosts.map(\.type)) }
}

extension Catalogue.HostType: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("cpus", cpus, PlausibleSizes.cpus), .init("memoryMiB", memoryMiB, PlausibleSizes.memoryMiB),
            .init("price", price, 0...1e12), .init("wattsIdle", wattsIdle, PlausibleSizes.watts),
            .init("wattsPeak", wattsPeak, PlausibleSizes.watts), .init("rackUnits", rackUnits, 0...1000),
            .init("count", count, 0...1_000_000))
    }
}
