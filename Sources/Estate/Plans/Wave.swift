/// Servers that move in one maintenance window.
package struct Wave: Sendable, Hashable, Codable {
    package struct Member: Sendable, Hashable, Codable {
        package var server: String
        /// When its copy starts and when its service is back.
        package var start: Moment
        package var finish: Moment
        /// Seconds that the copy takes, and that the service is away.
        package var copySeconds: Double
        package var outageSeconds: Double

        package init(server: String, start: Moment, finish: Moment, copySeconds: Double, outageSeconds: Double) {
            self.server = server
            self.start = start
            self.finish = finish
            self.copySeconds = copySeconds
            self.outageSeconds = outageSeconds
        }
    }

    /// `wave 1`.
    package var name: String
    package var servers: [Member]
    /// Physical servers that can be switched off once the wave is proved.
    package var switchOff: [String]
    package var reason: String
    /// The maintenance window; nil in plans of older versions.
    package var opens: Moment?
    package var closes: Moment?
    /// Who answers for its servers and is asked first; nil: nobody is named.
    package var owners: [String]?
    /// What must hold before it begins, one fact a line; nil in plans of older versions.
    package var goNoGo: [String]?

    package init(
        name: String, servers: [Member], switchOff: [String], reason: String, opens: Moment? = nil,
        closes: Moment? = nil
    ) {
        self.name = name
        self.servers = servers
        self.switchOff = switchOff
        self.reason = reason
        self.opens = opens
        self.closes = closes
    }
}

// Times are for people: text, to the second, in UTC.

extension Wave.Member {
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(server, forKey: .server)
        try values.encode(start.iso, forKey: .start)
        try values.encode(finish.iso, forKey: .finish)
        try values.encode(copySeconds, forKey: .copySeconds)
        try values.encode(outageSeconds, forKey: .outageSeconds)
    }
}

extension Wave {
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encodeIfPresent(opens?.iso, forKey: .opens)
        try values.encodeIfPresent(closes?.iso, forKey: .closes)
        try values.encodeIfPresent(owners, forKey: .owners)
        try values.encodeIfPresent(goNoGo, forKey: .goNoGo)
        try values.encode(servers, forKey: .servers)
        try values.encode(switchOff, forKey: .switchOff)
        try values.encode(reason, forKey: .reason)
    }
}
