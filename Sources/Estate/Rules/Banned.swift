/// None of these servers goes to any of these hosts.
public struct Banned: Sendable, Hashable, Codable {
    public var servers: [String]
    public var hosts: [String]
    public var reason: String?

    public init(servers: [String], hosts: [String], reason: String? = nil) {
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
