package import Estate

/// An inventory written by hand or from a spreadsheet, to plan before anything is scanned: `p2v-inventory/1`. What it
/// does not say is unknown, and a plan made from it must be made again from a scan before servers are converted.
package struct Inventory: Sendable, Hashable, Codable {
    package static let format = "p2v-inventory/1"

    package struct Server: Sendable, Hashable, Codable {
        package var name: String
        /// IPv4 address, without prefix.
        package var address: String
        /// Nil: not known; the VM then has no interface until the server was scanned.
        package var mac: String?
        package var threads: Int
        package var memoryMiB: Int
        /// Size of each disk in GiB: sda, sdb, ….
        package var disksGiB: [Int]
        /// What each of them holds, where known.
        package var usedGiB: [Int]?
        package var firmware: Firmware?
        /// `debian 12`, `windows 2019`: family and version.
        package var system: String?
        /// As /proc/cpuinfo names it: with the hosts' own, load is planned in their cores.
        package var processor: String?
        /// Daemons that listen, as `process:port`: `dnsmasq:53`.
        package var services: [String]?
        /// Watts measured at the plug, where known.
        package var watts: Double?
        package var rackUnits: Int?
        /// Who answers for it.
        package var owner: String?
        package var load: WeeklyLoad?
        /// Files of its past, beside the inventory or with their whole path: sar, sadf, pmrep, CSV.
        package var history: [String]?
        /// The clock of times in them that name no zone: `Europe/Berlin`; nil: UTC.
        package var zone: String?

        package init(
            name: String, address: String, mac: String?, threads: Int, memoryMiB: Int, disksGiB: [Int],
            services: [String]? = nil, load: WeeklyLoad? = nil
        ) {
            (self.name, self.address, self.mac) = (name, address, mac)
            (self.threads, self.memoryMiB, self.disksGiB) = (threads, memoryMiB, disksGiB)
            (self.services, self.load) = (services, load)
        }
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
    /// Those that stand in the file itself; a sheet's are added when it is read.
    package var servers: [Server]
    /// A CSV file with more servers, one a line.
    package var sheet: String?
    package var rules: Rules?
    package var policy: PlanPolicy?

    package init(
        format: String, pool: PoolConfiguration, servers: [Server], sheet: String? = nil, rules: Rules? = nil,
        policy: PlanPolicy? = nil
    ) {
        (self.format, self.pool, self.servers) = (format, pool, servers)
        (self.sheet, self.rules, self.policy) = (sheet, rules, policy)
    }
}

extension Inventory {
    /// Where a sheet has the servers, the file itself need not name any.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let sheet = try values.decodeIfPresent(String.self, forKey: .sheet)
        self.init(
            format: try values.decode(String.self, forKey: .format),
            pool: try values.decode(PoolConfiguration.self, forKey: .pool),
            servers: sheet != nil && !values.contains(.servers)
                ? [] : try values.decode([Server].self, forKey: .servers),
            sheet: sheet, rules: try values.decodeIfPresent(Rules.self, forKey: .rules),
            policy: try values.decodeIfPresent(PlanPolicy.self, forKey: .policy))
    }
}
