/// Each of these servers goes to one of these hosts and no other.
package struct Pinned: Sendable, Hashable, Codable {
    package var servers: [String]
    package var hosts: [String]
    package var reason: String?

    package init(servers: [String], hosts: [String], reason: String? = nil) {
        self.servers = servers
        self.hosts = hosts
        self.reason = reason
    }
}
