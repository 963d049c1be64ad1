/// Servers that move in one maintenance window.
public struct Wave: Sendable, Hashable, Codable {
    public struct Member: Sendable, Hashable, Codable {
        public var server: String
        /// When its copy starts and when its service is back.
        public var start: Moment
        public var finish: Moment
        /// Seconds that the copy takes, and that the service is away.
        public var copySeconds: Double
        public var outageSeconds: Double

        public init(server: String, start: Moment, finish: Moment, copySeconds: Double, outageSeconds: Double) {
            self.server = server
            self.start = start
            self.finish = finish
            self.copySeconds = copySeconds
            self.outageSeconds = outageSeconds
        }
    }

    /// `wave 1`.
    public var name: String
    public var servers: [Member]
    /// Physical servers that can be switched off once the wave is proved.
    public var switchOff: [String]
    public var reason: String

    public init(name: String, servers: [Member], switchOff: [String], reason: String) {
        self.name = name
        self.servers = servers
        self.switchOff = switchOff
        self.reason = reason
    }
}
