/// A range that a source calls free and leaves out of the copy.
package struct FreeClaim: Sendable, Hashable {
    package var range: Range<UInt64>
    package var basis: Basis

    /// Why it is called free.
    package enum Basis: Sendable, Hashable {
        /// An owner that was found by its marks on the disk calls it free.
        case marks
        /// The running kernel names the owner, which calls it free: what it holds are deleted files.
        case kernel
        /// A hole of the file that holds the disk, or what another NBD server says to be zeros: whoever keeps the disk says
        /// that nothing is there, and no owner is asked.
        case hole
    }

    package init(range: Range<UInt64>, basis: Basis) {
        self.range = range
        self.basis = basis
    }
}
