/// Each of these servers goes to a host that offers all these features: a CPU level, a GPU, a VLAN.
package struct Needs: Sendable, Hashable, Codable {
    package var servers: [String]
    package var features: [String]
    package var reason: String?

    package init(servers: [String], features: [String], reason: String? = nil) {
        self.servers = servers
        self.features = features
        self.reason = reason
    }
}
