internal import Guestfs

/// An image to adapt, in the server's disk order.
package struct GuestDisk: Sendable, Hashable {
    package enum Location: Sendable, Hashable {
        case file(String)
        /// The Unix socket of an NBD server.
        case nbd(socket: String)
    }

    /// `raw`, `qcow2`, `vpc`; always said, never guessed.
    package var format: String
    package var location: Location
    /// What the server called it: `/dev/sda`. Without it, the first image is the first disk, and so on.
    package var sourceDevice: String?
    /// Bytes of a logical sector: 512 or 4096. Nil: told from where the partition table of a raw image stands.
    package var sectorBytes: Int?

    package init(format: String, location: Location, sourceDevice: String? = nil, sectorBytes: Int? = nil) {
        self.format = format
        self.location = location
        self.sourceDevice = sourceDevice
        self.sectorBytes = sectorBytes
    }

    func drive(readOnly: Bool) -> Drive {
        switch location {
        case .file(let path):
            Drive(.file(path), format: format, readOnly: readOnly, sectorBytes: logicalSectorBytes)
        case .nbd(let socket):
            Drive(.nbd(socket: socket), format: format, readOnly: readOnly, sectorBytes: logicalSectorBytes)
        }
    }

    /// For messages.
    var name: String {
        switch location {
        case .file(let path): path
        case .nbd(let socket): "nbd:\(socket)"
        }
    }
}
