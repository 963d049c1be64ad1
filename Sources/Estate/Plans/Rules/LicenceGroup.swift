/// These servers stay on at most so many hosts: a licence is paid for each host.
package struct LicenceGroup: Sendable, Hashable, Codable {
    package var servers: [String]
    /// How many hosts are licensed.
    package var hosts: Int
    /// The licence.
    package var reason: String?

    package init(servers: [String], hosts: Int, reason: String? = nil) {
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
