/// A file or folder on an export.
public struct NFSEntry: Sendable, Hashable {
    public var name: String
    public var bytes: UInt64
    /// Bytes it takes on the server; less than `bytes` for a sparse file.
    public var usedBytes: UInt64
    public var isFolder: Bool
    /// When it was last written, by the server's clock: seconds since 1970.
    public var modified: Double

    public init(name: String, bytes: UInt64, usedBytes: UInt64, isFolder: Bool, modified: Double) {
        self.name = name
        self.bytes = bytes
        self.usedBytes = usedBytes
        self.isFolder = isFolder
        self.modified = modified
    }
}

/// The size of an export, in bytes.
public struct NFSSpace: Sendable, Hashable {
    public var total: UInt64
    /// What this user may still write.
    public var free: UInt64

    public init(total: UInt64, free: UInt64) {
        self.total = total
        self.free = free
    }
}
