/// A range that a source calls free and leaves out of the copy.
package struct FreeClaim: Sendable, Hashable {
    package var range: Range<UInt64>
    /// The running kernel names the owner that calls it free: what it holds are deleted files.
    package var isVouched: Bool

    package init(range: Range<UInt64>, isVouched: Bool) {
        self.range = range
        self.isVouched = isVouched
    }
}
