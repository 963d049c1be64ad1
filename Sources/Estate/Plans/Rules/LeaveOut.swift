/// This server stays a physical server.
package struct LeaveOut: Sendable, Hashable, Codable {
    package var server: String
    package var reason: String

    package init(server: String, reason: String) {
        self.server = server
        self.reason = reason
    }
}
