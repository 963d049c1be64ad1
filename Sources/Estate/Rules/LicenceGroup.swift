/// These servers stay on at most so many hosts: a licence is paid for each host.
public struct LicenceGroup: Sendable, Hashable, Codable {
    public var servers: [String]
    /// How many hosts are licensed.
    public var hosts: Int
    /// The licence.
    public var reason: String?

    public init(servers: [String], hosts: Int, reason: String? = nil) {
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
