/// This server stays a physical server.
public struct LeaveOut: Sendable, Hashable, Codable {
    public var server: String
    public var reason: String

    public init(server: String, reason: String) {
        self.server = server
        self.reason = reason
    }
}
