/// What a host's paths to storage and network take, or what an SR takes; nil: not stated, so no limit.
package struct Rates: Sendable, Hashable, Codable {
    /// Disk operations per second.
    package var diskOperations: Double?
    /// Bytes per second to and from disks.
    package var diskBytes: Double?
    /// Bytes per second to and from the network.
    package var networkBytes: Double?

    package init(diskOperations: Double? = nil, diskBytes: Double? = nil, networkBytes: Double? = nil) {
        self.diskOperations = diskOperations
        self.diskBytes = diskBytes
        self.networkBytes = networkBytes
    }
}
