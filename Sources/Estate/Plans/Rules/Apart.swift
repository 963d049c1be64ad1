/// No two of these servers share a host: two name servers, two members of a cluster.
package struct Apart: Sendable, Hashable, Codable {
    package var servers: [String]
    /// Why, for the reports.
    package var reason: String?

    package init(servers: [String], reason: String? = nil) {
        self.servers = servers
        self.reason = reason
    }
}
