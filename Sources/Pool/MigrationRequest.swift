/// One live migration to make. Nil leaves a setting to the hypervisor.
package struct MigrationRequest: Sendable, Hashable {
    package var machine: String
    package var from: String
    package var to: String
    package var bandwidthMiBPerSecond: Int?
    /// Longest pause at the end; QEMU's default is 300 ms.
    package var maxDowntimeMilliseconds: Int?
    /// Encrypt the memory's way.
    package var tls: Bool
    /// Slow the guest when it writes faster than the link carries.
    package var autoConverge: Bool
    /// Connections for memory; nil is one, without multifd.
    package var parallelConnections: Int?
    /// `xbzrle` or `mt`.
    package var compression: String?
    /// Allow ``MigrationChange/postCopy``.
    package var allowPostCopy: Bool

    package init(
        machine: String, from: String, to: String, bandwidthMiBPerSecond: Int? = nil,
        maxDowntimeMilliseconds: Int? = nil, tls: Bool = true, autoConverge: Bool = false,
        parallelConnections: Int? = nil, compression: String? = nil, allowPostCopy: Bool = false
    ) {
        self.machine = machine
        self.from = from
        self.to = to
        self.bandwidthMiBPerSecond = bandwidthMiBPerSecond
        self.maxDowntimeMilliseconds = maxDowntimeMilliseconds
        self.tls = tls
        self.autoConverge = autoConverge
        self.parallelConnections = parallelConnections
        self.compression = compression
        self.allowPostCopy = allowPostCopy
    }
}

/// A change to a migration that runs.
package enum MigrationChange: Sendable, Hashable {
    case maxDowntime(milliseconds: Int)
    case bandwidth(mibPerSecond: Int)
    /// Run the guest on the destination now and fetch the rest of its memory afterwards.
    case postCopy
}
