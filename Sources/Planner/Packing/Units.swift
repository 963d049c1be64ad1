/// The unit of one resource: how a real number becomes an integer.
///
/// Where every number is a whole multiple of a power of ten, nothing is lost. Otherwise demand is rounded up and
/// capacity down to a millionth of the largest capacity (131,072nd part for timed demand), so that a packing that
/// fits in units fits in reality.
struct Units {
    /// Units for each 1.0.
    private let factor: Double
    private let exact: Bool

    /// - Parameter fine: the number of units that the largest capacity gets, about.
    init(capacities: [Double], fine: Double, isMultiple: (_ scale: Double) -> Bool) {
        let largest = max(capacities.max() ?? 0, .leastNormalMagnitude)
        for scale in [1.0, 10, 100, 1000, 10_000, 100_000] {
            guard largest * scale <= 8_000_000 else { break }
            let whole = capacities.allSatisfy { Self.isWhole($0 * scale) } && isMultiple(scale)
            guard whole else { continue }
            factor = scale * max(1, (fine / (largest * scale)).rounded(.down))
            exact = true
            return
        }
        factor = fine / largest
        exact = false
    }

    func up(_ value: Double) -> Int32 {
        let scaled = value * factor
        guard scaled < 1e9 else { return 1_000_000_000 }
        return Int32(exact ? scaled.rounded() : scaled.rounded(.up))
    }

    func down(_ value: Double) -> Int32 {
        let scaled = value * factor
        guard scaled < 1e9 else { return 1_000_000_000 }
        return Int32(exact ? scaled.rounded() : scaled.rounded(.down))
    }

    static func isWhole(_ value: Double) -> Bool { (value - value.rounded()).magnitude < 1e-7 }
}
