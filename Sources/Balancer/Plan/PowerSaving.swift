/// What a host that is powered off saves.
package struct HostPower: Sendable, Hashable, Codable {
    /// Watts of a host that states none of its own.
    package var watts: Double?
    /// Power usage effectiveness: watts at the meter for each watt at the host.
    package var pue: Double?
    package var pricePerKilowattHour: Double?

    package init(watts: Double? = nil, pue: Double? = nil, pricePerKilowattHour: Double? = nil) {
        self.watts = watts
        self.pue = pue
        self.pricePerKilowattHour = pricePerKilowattHour
    }
}

/// Hosts that a plan empties, and what switching them off saves.
package struct PowerSaving: Sendable, Hashable, Codable {
    package var hosts: [String]
    /// At idle, at the meter. Nil where a host's watts are not known.
    package var watts: Double?
    package var kilowattHoursPerYear: Double?
    /// In the currency of the price; nil without a price.
    package var moneyPerYear: Double?

    /// - Returns: nil when the plan empties no host.
    package init?(_ moves: [BalanceMove], _ state: BalanceState, _ power: HostPower = HostPower()) {
        var places = Dictionary(state.machines.map { ($0.name, $0.host) }, uniquingKeysWith: { first, _ in first })
        let before = Set(places.values)
        for move in moves { places[move.vm] = move.to }
        let after = Set(places.values)
        let emptied = state.hosts.filter { $0.state == .active && before.contains($0.name) && !after.contains($0.name) }
        guard !emptied.isEmpty else { return nil }
        hosts = emptied.map(\.name)
        let each = emptied.map { $0.idleWatts ?? power.watts }
        guard each.allSatisfy({ $0 != nil }) else { return }
        let watts = each.compactMap(\.self).reduce(0, +) * (power.pue ?? 1)
        let energy = watts * 24 * 365 / 1000
        self.watts = watts
        kilowattHoursPerYear = energy
        moneyPerYear = power.pricePerKilowattHour.map { $0 * energy }
    }
}
