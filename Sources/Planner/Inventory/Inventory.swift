public import Estate

/// An inventory written by hand or from a spreadsheet, to plan before anything is scanned: `p2v-inventory/1`. What it
/// does not say is unknown, and a plan made from it must be made again from a scan before servers are converted.
public struct Inventory: Sendable, Hashable, Codable {
    public static let format = "p2v-inventory/1"

    public struct Server: Sendable, Hashable, Codable {
        public var name: String
        /// IPv4 address, without prefix.
        public var address: String
        public var mac: String
        public var threads: Int
        public var memoryMiB: Int
        /// Size of each disk in GiB: sda, sdb, ….
        public var disksGiB: [Int]
        public var firmware: Firmware?
        /// Daemons that listen, as `process:port`: `dnsmasq:53`.
        public var services: [String]?
        /// Watts measured at the plug, where known.
        public var watts: Double?
        public var rackUnits: Int?
        public var load: WeeklyLoad?
    }

    /// A week's load in few words.
    public struct WeeklyLoad: Sendable, Hashable, Codable {
        /// Busy cores outside and inside the busy hours.
        public var quiet: Double
        public var busy: Double
        /// Hours of the day, UTC: from 8 to below 18.
        public var from: Int
        public var to: Int
        /// Monday to Friday only.
        public var weekdays: Bool?
        /// Each second of the busy hours; outside, the same share of it as of the cores.
        public var diskOperations: Double?
        public var diskBytes: Double?
        public var networkBytes: Double?
    }

    public var format: String
    public var pool: PoolConfiguration
    public var servers: [Server]
    public var rules: Rules?
    public var policy: PlanPolicy?
}
