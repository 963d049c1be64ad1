public import Estate

/// What a consolidation saves in a year: servers, rack units, energy, money, CO₂.
public struct Savings: Sendable, Hashable, Codable {
    /// The figures that savings are computed from; every one is the operator's, none is hidden.
    public struct Basis: Sendable, Hashable, Codable {
        /// Mean watts of one physical server, and of one host of the pool.
        public var wattsPerServer: Double
        public var wattsPerHost: Double
        /// Power usage effectiveness of the room: cooling and losses.
        public var pue: Double
        public var pricePerKilowattHour: Double
        public var licencePerServer: Double
        public var licencePerHost: Double
        public var rackUnitsPerServer: Int
        public var rackUnitsPerHost: Int
        public var gramsPerKilowattHour: Double
        /// Where the CO₂ factor comes from.
        public var factorSource: String
        public var currency: String

        public init(
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
    public struct Side: Sendable, Hashable, Codable {
        public var machines: Int
        public var rackUnits: Int
        public var kilowattHoursPerYear: Double
        public var energyCost: Double
        public var licences: Double
        public var tonnesCO2PerYear: Double
    }

    public var basis: Basis
    public var before: Side
    public var after: Side

    /// - Parameter hostsBefore: hosts of the pool that run whatever the plan does; they count on both sides.
    public init(plan: Plan, basis: Basis, hostsBefore: Int = 0) {
        self.basis = basis
        let kept = plan.leftOut.count
        before = Self.side(servers: plan.servers.count + kept, hosts: hostsBefore, basis)
        after = Self.side(servers: kept, hosts: max(hostsBefore, plan.hostsUsed), basis)
    }

    private static func side(servers: Int, hosts: Int, _ basis: Basis) -> Side {
        let watts = Double(servers) * basis.wattsPerServer + Double(hosts) * basis.wattsPerHost
        let energy = watts * 8760 / 1000 * basis.pue
        return Side(
            machines: servers + hosts,
            rackUnits: servers * basis.rackUnitsPerServer + hosts * basis.rackUnitsPerHost,
            kilowattHoursPerYear: energy.rounded(), energyCost: (energy * basis.pricePerKilowattHour).rounded(),
            licences: Double(servers) * basis.licencePerServer + Double(hosts) * basis.licencePerHost,
            tonnesCO2PerYear: (energy * basis.gramsPerKilowattHour / 100_000).rounded() / 10)
    }
}
