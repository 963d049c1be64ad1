/// What a host's paths to storage and network take, or what an SR takes; nil: not stated, so no limit.
public struct Rates: Sendable, Hashable, Codable {
    /// Disk operations per second.
    public var diskOperations: Double?
    /// Bytes per second to and from disks.
    public var diskBytes: Double?
    /// Bytes per second to and from the network.
    public var networkBytes: Double?

    public init(diskOperations: Double? = nil, diskBytes: Double? = nil, networkBytes: Double? = nil) {
        self.diskOperations = diskOperations
        self.diskBytes = diskBytes
        self.networkBytes = networkBytes
    }
}
