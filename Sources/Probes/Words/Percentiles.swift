/// Percentiles of a set of numbers by the nearest rank: always a value that was measured.
package struct Percentiles: Sendable, Hashable {
    private let sorted: [Double]

    package init(_ values: [Double]) {
        sorted = values.sorted()
    }

    package var count: Int { sorted.count }

    /// - Parameter fraction: 0.5 is the median, 1 the maximum.
    package func at(_ fraction: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((fraction * Double(sorted.count)).rounded(.up))
        return sorted[max(0, min(sorted.count, rank) - 1)]
    }
}
