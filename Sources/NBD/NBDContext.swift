/// What an NBD server may tell about ranges of its disk.
package enum NBDContext: String, Sendable, Hashable, CaseIterable {
    /// Which ranges are holes or zeros (the NBD protocol's own).
    case allocation = "base:allocation"
    /// The digest of a range, in four extents of 32 bits each. `p2v-source`'s own.
    case digest = "p2v:digest"
    /// Which ranges were written between the last two flushes: bit 0; bit 1: nobody knows. `p2v-source`'s own.
    case changes = "p2v:dirty"
    /// Which ranges are called free (bit 0), in which of these the running kernel names the owner (bit 1), and which are holes
    /// of a file (bit 2). `p2v-source`'s own.
    case free = "p2v:free"
    /// Like the digest, of what the disk holds where all of a range is called free. `p2v-source`'s own.
    case raw = "p2v:raw"
}
