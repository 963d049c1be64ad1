package import Estate

/// Hosts that could be bought: `p2v-catalogue/1`.
package struct Catalogue: Sendable, Hashable, Codable {
    package static let format = "p2v-catalogue/1"

    package struct HostType: Sendable, Hashable, Codable {
        package var type: String
        package var cpus: Int
        package var memoryMiB: Int
        /// In the currency of the catalogue, licences included.
        package var price: Double
        package var wattsIdle: Double
        package var wattsPeak: Double
        package var rackUnits: Int
        /// How many can be bought; nil: any number.
        package var count: Int?
        /// Limits of disk and network.
        package var rates: Rates?
        /// What it offers to the rules' `needs`.
        package var features: [String]?

        package init(
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

    package var format: String
    package var currency: String
    package var hosts: [HostType]

    package init(currency: String, hosts: [HostType]) {
        format = Self.format
        self.currency = currency
        self.hosts = hosts
    }
}
