/// All of these servers share one host: an application and its database that talk all day.
public struct Together: Sendable, Hashable, Codable {
    public var servers: [String]
    public var reason: String?

    public init(servers: [String], reason: String? = nil) {
        self.servers = servers
        self.reason = reason
    }
}
