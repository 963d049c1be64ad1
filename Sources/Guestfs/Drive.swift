/// A disk given to the appliance. The format is always said, never guessed: a guest could write a qcow2 header into a
/// raw disk and have a guesser open any file of this machine.
package struct Drive: Sendable, Hashable {
    package enum Location: Sendable, Hashable {
        /// A file of this machine.
        case file(String)
        /// An NBD server that listens on a Unix socket, with the default export.
        case nbd(socket: String)
    }

    package var location: Location
    /// `raw`, `qcow2`, `vpc`, `vdi`.
    package var format: String
    /// Writes go to an overlay that is thrown away.
    package var readOnly: Bool
    /// 512 or 4096; nil for libguestfs' default of 512.
    package var sectorBytes: Int?

    package init(_ location: Location, format: String, readOnly: Bool, sectorBytes: Int? = nil) {
        self.location = location
        self.format = format
        self.readOnly = readOnly
        self.sectorBytes = sectorBytes
    }
}
