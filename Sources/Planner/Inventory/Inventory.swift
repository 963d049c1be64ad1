package import Estate

/// An inventory written by hand or from a spreadsheet, to plan before anything is scanned: `p2v-inventory/1`. What it
/// does not say is unknown, and a plan made from it must be made again from a scan before servers are converted.
package struct Inventory: Sendable, Hashable, Codable {
    package static let format = "p2v-inventory/1"

    package struct Server: Sendable, Hashable, Codable {
        package var name: String
        /// IPv4 address, without prefix.
        package var address: String
        package var mac: String
        package var threads: Int
        package var memoryMiB: Int
        /// Size of each disk in GiB: sda, sdb, ….
        package var disksGiB: [Int]
        package var firmware: Firmware?
        /// Daemons that listen, as `process:port`: `dnsmasq:53`.
        package var services: [String]?
        /// Watts measured at the plug, where known.
        package var watts: Double?
        package var rackUnits: Int?
        package var load: WeeklyLoad?
    }

    /// A week's load in few words.
    package struct WeeklyLoad: Sendable, Hashable, Codable {
        /// Busy cores outside and inside the busy hours.
        package var quiet: Double
        package var busy: Double
        /// Hours of the day, UTC: from 8 to below 18.
        package var from: Int
        package var to: Int
        /// Monday to Friday only.
        package var weekdays: Bool?
        /// Each second of the busy hours; outside, the same share of it as of the cores.
        package var diskOperations: Double?
        package var diskBytes: Double?
        package var networkBytes: Double?
    }

    package var format: String
    package var pool: PoolConfiguration
    package var servers: [Server]
    package var rules: Rules?
    package var policy: PlanPolicy?
}
