/// At most so many of these servers on these hosts together: a rack, a power unit, a site.
public struct AtMost: Sendable, Hashable, Codable {
    public var count: Int
    public var servers: [String]
    public var hosts: [String]
    /// What the hosts share: `rack A`.
    public var reason: String?

    public init(count: Int, servers: [String], hosts: [String], reason: String? = nil) {
        self.count = count
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
