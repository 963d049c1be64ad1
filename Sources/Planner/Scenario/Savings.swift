package import Estate

/// What a consolidation saves in a year: servers, rack units, energy, money, CO₂.
package struct Savings: Sendable, Hashable, Codable {
    /// The figures that savings are computed from; every one is the operator's, none is hidden.
    package struct Basis: Sendable, Hashable, Codable {
        /// Mean watts of one physical server, and of one host of the pool.
        package var wattsPerServer: Double
        package var wattsPerHost: Double
        /// Power usage effectiveness of the room: cooling and losses.
        package var pue: Double
        package var pricePerKilowattHour: Double
        package var licencePerServer: Double
        package var licencePerHost: Double
        package var rackUnitsPerServer: Int
        package var rackUnitsPerHost: Int
        package var gramsPerKilowattHour: Double
        /// Where the CO₂ factor comes from.
        package var factorSource: String
        package var currency: String

        package init(
            wattsPerServer: Double = 250, wattsPerHost: Double = 450, pue: Double = 1.6,
            pricePerKilowattHour: Double = 0.2, licencePerServer: Double = 0, licencePerHost: Double = 0,
            rackUnitsPerServer: Int = 2, rackUnitsPerHost: Int = 2, gramsPerKilowattHour: Double = 400,
            factorSource: String = "stated by the operator", currency: String = "EUR"
        ) {
            self.wattsPerServer = wattsPerServer
            self.wattsPerHost = wattsPerHost
            self.pue = pue
            self.pricePerKilowattHour = pricePerKilowattHour
            self.licencePerServer = licencePerServer
            self.licencePerHost = licencePerHost
            self.rackUnitsPerServer = rackUnitsPerServer
            self.rackUnitsPerHost = rackUnitsPerHost
            self.gramsPerKilowattHour = gramsPerKilowattHour
            self.factorSource = factorSource
            self.currency = currency
        }
    }

    /// One side of the comparison.
    package struct Side: Sendable, Hashable, Codable {
        package var machines: Int
        package var rackUnits: Int
        package var kilowattHoursPerYear: Double
        package var energyCost: Double
        package var licences: Double
        package var tonnesCO2PerYear: Double
    }

    /// What counts on which side, for people.
    package var note: String {
        hostsBefore > 0
            ? "\(hostsBefore) host(s) of the pool run already: on both sides"
            : "no host of the pool was seen to run: those that the plan uses are counted after it only"
    }

    package var basis: Basis
    package var before: Side
    package var after: Side
    /// Hosts that run whatever the plan does; they are on both sides.
    package var hostsBefore: Int

    /// - Parameter hostsBefore: hosts of the pool that run whatever the plan does; they count on both sides.
    /// - Parameter footprints: of the servers that were measured, by name; the basis stands for the others.
    package init(plan: Plan, basis: Basis, hostsBefore: Int = 0, footprints: [String: Footprint] = [:]) {
        self.basis = basis
        self.hostsBefore = hostsBefore
        let kept = plan.leftOut.map { footprints[$0.server] ?? Footprint() }
        let moved = plan.servers.map { footprints[$0.server] ?? Footprint() }
        before = Self.side(moved + kept, hosts: hostsBefore, basis)
        after = Self.side(kept, hosts: max(hostsBefore, plan.hostsUsed), basis)
    }

    private static func side(_ servers: [Footprint], hosts: Int, _ basis: Basis) -> Side {
        let watts = servers.reduce(Double(hosts) * basis.wattsPerHost) { $0 + ($1.watts ?? basis.wattsPerServer) }
        let units = servers.reduce(hosts * basis.rackUnitsPerHost) { $0 + ($1.rackUnits ?? basis.rackUnitsPerServer) }
        let energy = watts * 8760 / 1000 * basis.pue
        return Side(
            machines: servers.count + hosts,
            rackUnits: units,
            kilowattHoursPerYear: energy.rounded(), energyCost: (energy * basis.pricePerKilowattHour).rounded(),
            licences: Double(servers.count) * basis.licencePerServer + Double(hosts) * basis.licencePerHost,
            tonnesCO2PerYear: (energy * basis.gramsPerKilowattHour / 100_000).rounded() / 10)
    }
}
