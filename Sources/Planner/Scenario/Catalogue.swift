public import Estate

/// Hosts that could be bought: `p2v-catalogue/1`.
public struct Catalogue: Sendable, Hashable, Codable {
    public static let format = "p2v-catalogue/1"

    public struct HostType: Sendable, Hashable, Codable {
        public var type: String
        public var cpus: Int
        public var memoryMiB: Int
        /// In the currency of the catalogue, licences included.
        public var price: Double
        public var wattsIdle: Double
        public var wattsPeak: Double
        public var rackUnits: Int
        /// How many can be bought; nil: any number.
        public var count: Int?
        /// Limits of disk and network.
        public var rates: Rates?

        public init(
            type: String, cpus: Int, memoryMiB: Int, price: Double, wattsIdle: Double, wattsPeak: Double,
            rackUnits: Int, count: Int? = nil, rates: Rates? = nil
        ) {
            self.type = type
            self.cpus = cpus
            self.memoryMiB = memoryMiB
            self.price = price
            self.wattsIdle = wattsIdle
            self.wattsPeak = wattsPeak
            self.rackUnits = rackUnits
            self.count = count
            self.rates = rates
        }
    }

    public var format: String
    public var currency: String
    public var hosts: [HostType]

    public init(currency: String, hosts: [HostType]) {
        format = Self.format
        self.currency = currency
        self.hosts = hosts
    }
}
