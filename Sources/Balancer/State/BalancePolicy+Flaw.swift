package import Estate

extension BalanceBudget: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("moves", moves, 0...1_000_000), .init("bytes", bytes, 0...1e18), .init("minutes", minutes, 0...1e6))
    }
}

extension MoveLimits: Plausible {
    package var flaw: Flaw? { .first(.init("total", total, 1...1000), .init("perHost", perHost, 1...1000)) }
}

extension HostPower: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("watts", watts, PlausibleSizes.watts), .init("pue", pue, 1...10),
            .init("pricePerKilowattHour", pricePerKilowattHour, 0...1e6))
    }
}

extension MoveCost: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("bytes", bytes, 0...1e18), .init("seconds", seconds, 0...1e12),
            .init("blackoutMilliseconds", blackoutMilliseconds, 0...1e15))
    }
}
