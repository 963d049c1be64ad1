/// These servers move in the same wave: they depend on each other.
public struct SameWave: Sendable, Hashable, Codable {
    public var servers: [String]
    public var reason: String?

    public init(servers: [String], reason: String? = nil) {
        self.servers = servers
        self.reason = reason
    }
}
