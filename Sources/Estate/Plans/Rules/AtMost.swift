/// At most so many of these servers on these hosts together: a rack, a power unit, a site.
package struct AtMost: Sendable, Hashable, Codable {
    package var count: Int
    package var servers: [String]
    package var hosts: [String]
    /// What the hosts share: `rack A`.
    package var reason: String?

    package init(count: Int, servers: [String], hosts: [String], reason: String? = nil) {
        self.count = count
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
