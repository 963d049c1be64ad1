/// These servers move in the same wave: they depend on each other.
package struct SameWave: Sendable, Hashable, Codable {
    package var servers: [String]
    package var reason: String?

    package init(servers: [String], reason: String? = nil) {
        self.servers = servers
        self.reason = reason
    }
}
