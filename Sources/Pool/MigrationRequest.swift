/// One live migration to make. Nil leaves a setting to the hypervisor.
public struct MigrationRequest: Sendable, Hashable {
    public var machine: String
    public var from: String
    public var to: String
    public var bandwidthMiBPerSecond: Int?
    /// Longest pause at the end; QEMU's default is 300 ms.
    public var maxDowntimeMilliseconds: Int?
    /// Encrypt the memory's way.
    public var tls: Bool
    /// Slow the guest when it writes faster than the link carries.
    public var autoConverge: Bool
    /// Connections for memory; nil is one, without multifd.
    public var parallelConnections: Int?
    /// `xbzrle` or `mt`.
    public var compression: String?
    /// Allow ``MigrationChange/postCopy``.
    public var allowPostCopy: Bool

    public init(
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
public enum MigrationChange: Sendable, Hashable {
    case maxDowntime(milliseconds: Int)
    case bandwidth(mibPerSecond: Int)
    /// Run the guest on the destination now and fetch the rest of its memory afterwards.
    case postCopy
}
