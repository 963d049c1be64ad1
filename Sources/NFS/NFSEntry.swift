/// A file or folder on an export.
package struct NFSEntry: Sendable, Hashable {
    package var name: String
    package var bytes: UInt64
    /// Bytes it takes on the server; less than `bytes` for a sparse file.
    package var usedBytes: UInt64
    package var isFolder: Bool
    /// When it was last written, by the server's clock: seconds since 1970.
    package var modified: Double
    /// The file's number on its file system: two names with one number are one file.
    package var number: UInt64

    package init(
        name: String, bytes: UInt64, usedBytes: UInt64, isFolder: Bool, modified: Double, number: UInt64 = 0
    ) {
        self.name = name
        self.bytes = bytes
        self.usedBytes = usedBytes
        self.isFolder = isFolder
        self.modified = modified
        self.number = number
    }
}

/// The size of an export, in bytes.
package struct NFSSpace: Sendable, Hashable {
    package var total: UInt64
    /// What this user may still write.
    package var free: UInt64

    package init(total: UInt64, free: UInt64) {
        self.total = total
        self.free = free
    }
}
