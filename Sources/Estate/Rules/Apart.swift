/// No two of these servers share a host: two name servers, two members of a cluster.
public struct Apart: Sendable, Hashable, Codable {
    public var servers: [String]
    /// Why, for the reports.
    public var reason: String?

    public init(servers: [String], reason: String? = nil) {
        self.servers = servers
        self.reason = reason
    }
}
