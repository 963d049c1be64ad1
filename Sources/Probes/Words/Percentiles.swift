/// Percentiles of a set of numbers by the nearest rank: always a value that was measured.
public struct Percentiles: Sendable, Hashable {
    private let sorted: [Double]

    public init(_ values: [Double]) {
        sorted = values.sorted()
    }

    public var count: Int { sorted.count }

    /// - Parameter fraction: 0.5 is the median, 1 the maximum.
    public func at(_ fraction: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((fraction * Double(sorted.count)).rounded(.up))
        return sorted[max(0, min(sorted.count, rank) - 1)]
    }
}
