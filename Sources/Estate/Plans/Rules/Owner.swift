/// Who answers for these servers: is asked before they move, and told when they have.
package struct Owner: Sendable, Hashable, Codable {
    package var servers: [String]
    /// `Ada Weber, finance`.
    package var owner: String
    /// Days, by the clock of the waves, on which none of them moves: the end of a year.
    package var notOn: [CivilDate]?
    package var reason: String?

    package init(servers: [String], owner: String, notOn: [CivilDate]? = nil, reason: String? = nil) {
        self.servers = servers
        self.owner = owner
        self.notOn = notOn
        self.reason = reason
    }
}
