/// All of these servers share one host: an application and its database that talk all day.
package struct Together: Sendable, Hashable, Codable {
    package var servers: [String]
    package var reason: String?

    package init(servers: [String], reason: String? = nil) {
        self.servers = servers
        self.reason = reason
    }
}
