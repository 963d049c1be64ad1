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
