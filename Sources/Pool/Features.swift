/// What a pool can do beyond the required calls. A caller asks before it relies on one.
public struct Features: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// ``MigrationChange/maxDowntime(milliseconds:)`` and `MigrationRequest.maxDowntimeMilliseconds`.
    public static let maxDowntime = Features(rawValue: 1 << 0)
    /// ``MigrationChange/bandwidth(mibPerSecond:)`` and `MigrationRequest.bandwidthMiBPerSecond`.
    public static let bandwidth = Features(rawValue: 1 << 1)
    public static let postCopy = Features(rawValue: 1 << 2)
    public static let autoConverge = Features(rawValue: 1 << 3)
    public static let parallelConnections = Features(rawValue: 1 << 4)
    public static let compression = Features(rawValue: 1 << 5)
    /// Memory travels encrypted.
    public static let tls = Features(rawValue: 1 << 6)
    public static let dirtyRate = Features(rawValue: 1 << 7)
    /// Events say when the guest was suspended and resumed.
    public static let migrationEvents = Features(rawValue: 1 << 8)
    /// A finished migration has its statistics.
    public static let jobStatistics = Features(rawValue: 1 << 9)
    /// Nothing is real: for scale and for tests.
    public static let simulated = Features(rawValue: 1 << 10)

    /// ``Pool/setMaintenance(_:of:)``: the pool itself remembers that a host is in maintenance.
    public static let maintenance = Features(rawValue: 1 << 11)

    /// Each feature's name, as reports print it.
    public static let names: [(feature: Features, name: String)] = [
        (.maxDowntime, "maxDowntime"), (.bandwidth, "bandwidth"), (.postCopy, "postCopy"),
        (.autoConverge, "autoConverge"), (.parallelConnections, "parallelConnections"),
        (.compression, "compression"), (.tls, "tls"), (.dirtyRate, "dirtyRate"),
        (.migrationEvents, "migrationEvents"), (.jobStatistics, "jobStatistics"), (.simulated, "simulated"),
        (.maintenance, "maintenance"),
    ]

    public var names: [String] { Self.names.filter { contains($0.feature) }.map(\.name) }
}
