internal import Guestfs

/// An image of a disk, in the server's disk order.
package struct ImageDisk: Sendable, Hashable {
    package var path: String
    /// `raw`, `qcow2`, `vpc`; always said, never guessed.
    package var format: String

    package init(path: String, format: String) {
        self.path = path
        self.format = format
    }

    var drive: Drive { Drive(.file(path), format: format, readOnly: true) }
}
