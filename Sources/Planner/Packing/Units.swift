/// The unit of one resource: how a real number becomes an integer.
///
/// Where every number is a whole multiple of a power of ten, nothing is lost. Otherwise the largest capacity becomes
/// ``parts`` units, demand is rounded up and capacity down, so that a packing that fits in units fits in reality.
struct Units {
    /// Divisible by 1 to 16, so that thirds or sevenths of a host stay whole; a host keeps nine digits, and the
    /// difference of two sums stays within 32 bits.
    static let parts = 504_504_000.0

    let isExact: Bool
    /// Units for each 1.0.
    private let factor: Double

    init(capacities: [Double], isMultiple: (_ scale: Double) -> Bool) {
        let largest = max(capacities.max() ?? 0, .leastNormalMagnitude)
        for scale in [1.0, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8] {
            guard largest * scale <= Self.parts else { break }
            let whole = capacities.allSatisfy { Self.isWhole($0 * scale) } && isMultiple(scale)
            guard whole else { continue }
            factor = scale
            isExact = true
            return
        }
        factor = Self.parts / largest
        isExact = false
    }

    func up(_ value: Double) -> Int32 {
        let scaled = value * factor
        guard scaled < 1e9 else { return 1_000_000_000 }
        return Int32(isExact ? scaled.rounded() : (scaled - Self.noise).rounded(.up))
    }

    func down(_ value: Double) -> Int32 {
        let scaled = value * factor
        guard scaled < 1e9 else { return 1_000_000_000 }
        return Int32(isExact ? scaled.rounded() : (scaled + Self.noise).rounded(.down))
    }

    /// A sum in units, never above the true one.
    func sum(of values: Double, rounded: Int64) -> Int64 {
        isExact ? rounded : min(rounded, Int64((values * factor).rounded(.down)))
    }

    static func isWhole(_ value: Double) -> Bool { (value - value.rounded()).magnitude < noise }

    /// What binary fractions leave of a decimal number of nine digits.
    private static let noise = 1e-6
}
