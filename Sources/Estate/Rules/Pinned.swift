/// Each of these servers goes to one of these hosts and no other.
public struct Pinned: Sendable, Hashable, Codable {
    public var servers: [String]
    public var hosts: [String]
    public var reason: String?

    public init(servers: [String], hosts: [String], reason: String? = nil) {
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
