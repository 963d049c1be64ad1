/// Sums and products of numbers that come from a disk: nil where they do not fit, instead of a trap.
extension UInt64 {
    func plus(_ other: UInt64) -> UInt64? {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? nil : sum
    }

    func times(_ other: UInt64) -> UInt64? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? nil : product
    }

    /// The range of so many bytes that begins here; nil unless it ends at or before `limit`.
    func extent(of count: UInt64, within limit: UInt64) -> Range<UInt64>? {
        guard let end = plus(count), end <= limit else { return nil }
        return self..<end
    }
}
