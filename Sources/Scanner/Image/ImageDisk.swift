internal import Guestfs

/// An image of a disk, in the server's disk order.
public struct ImageDisk: Sendable, Hashable {
    public var path: String
    /// `raw`, `qcow2`, `vpc`; always said, never guessed.
    public var format: String

    public init(path: String, format: String) {
        self.path = path
        self.format = format
    }

    var drive: Drive { Drive(.file(path), format: format, readOnly: true) }
}
