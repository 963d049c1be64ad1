/// Each of these servers goes to a host that offers all these features: a CPU level, a GPU, a VLAN.
public struct Needs: Sendable, Hashable, Codable {
    public var servers: [String]
    public var features: [String]
    public var reason: String?

    public init(servers: [String], features: [String], reason: String? = nil) {
        self.servers = servers
        self.features = features
        self.reason = reason
    }
}
