/// What a pool can do beyond the required calls. A caller asks before it relies on one.
package struct Features: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// ``MigrationChange/maxDowntime(milliseconds:)`` and `MigrationRequest.maxDowntimeMilliseconds`.
    package static let maxDowntime = Features(rawValue: 1 << 0)
    /// ``MigrationChange/bandwidth(mibPerSecond:)`` and `MigrationRequest.bandwidthMiBPerSecond`.
    package static let bandwidth = Features(rawValue: 1 << 1)
    package static let postCopy = Features(rawValue: 1 << 2)
    package static let autoConverge = Features(rawValue: 1 << 3)
    package static let parallelConnections = Features(rawValue: 1 << 4)
    package static let compression = Features(rawValue: 1 << 5)
    /// Memory travels encrypted.
    package static let tls = Features(rawValue: 1 << 6)
    package static let dirtyRate = Features(rawValue: 1 << 7)
    /// Events say when the guest was suspended and resumed.
    package static let migrationEvents = Features(rawValue: 1 << 8)
    /// A finished migration has its statistics.
    package static let jobStatistics = Features(rawValue: 1 << 9)
    /// Nothing is real: for scale and for tests.
    package static let simulated = Features(rawValue: 1 << 10)

    /// ``Pool/setMaintenance(_:of:)``: the pool itself remembers that a host is in maintenance.
    package static let maintenance = Features(rawValue: 1 << 11)

    /// ``Pool/setLinks(up:ofUUID:on:)``: a machine can be started with its network cards' links down.
    package static let links = Features(rawValue: 1 << 12)

    /// Each feature's name, as reports print it.
    package static let names: [(feature: Features, name: String)] = [
        (.maxDowntime, "maxDowntime"), (.bandwidth, "bandwidth"), (.postCopy, "postCopy"),
        (.autoConverge, "autoConverge"), (.parallelConnections, "parallelConnections"),
        (.compression, "compression"), (.tls, "tls"), (.dirtyRate, "dirtyRate"),
        (.migrationEvents, "migrationEvents"), (.jobStatistics, "jobStatistics"), (.simulated, "simulated"),
        (.maintenance, "maintenance"), (.links, "links"),
    ]

    package var names: [String] { Self.names.filter { contains($0.feature) }.map(\.name) }
}
