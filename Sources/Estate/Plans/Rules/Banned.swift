/// None of these servers goes to any of these hosts.
package struct Banned: Sendable, Hashable, Codable {
    package var servers: [String]
    package var hosts: [String]
    package var reason: String?

    package init(servers: [String], hosts: [String], reason: String? = nil) {
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
