/// The unit of one resource: how a real number becomes an integer.
///
/// Where every number is a whole multiple of a power of ten, nothing is lost. Otherwise the largest capacity becomes
/// ``parts`` units and rounding has a direction: see ``Rounding``.
struct Units {
    /// Which way rounding may err.
    enum Rounding {
        /// Demand up, capacity down: a packing that fits in units fits in reality.
        case safe
        /// Demand down, capacity up: what is impossible in units is impossible in reality. Bounds are made from this.
        case loose
    }

    /// Divisible by 1 to 16, so that thirds or sevenths of a host stay whole; a host keeps nine digits, and the
    /// difference of two sums stays within 32 bits.
    static let parts = 504_504_000.0

    let isExact: Bool
    private let rounding: Rounding
    /// What `scale` units are.
    private let largest: Double
    private let scale: Double
    /// Capacities that an item may fill to the last bit, smallest first, and what hosts of that size give back.
    private let brims: [(value: Double, lent: Double)]

    /// - Parameter brimful: those capacities that some item asks for to the last bit.
    init(
        capacities: [Double], brimful: () -> [Double] = { [] }, rounding: Rounding = .safe,
        isMultiple: (_ scale: Double) -> Bool
    ) {
        self.rounding = rounding
        let greatest = capacities.max() ?? 0
        for scale in [1.0, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8] {
            guard greatest * scale <= Self.parts else { break }
            let whole = capacities.allSatisfy { Self.isWhole($0 * scale) } && isMultiple(scale)
            guard whole else { continue }
            (self.scale, largest, isExact, brims) = (scale, 1, true, [])
            return
        }
        (scale, largest, isExact) = (Self.parts, greatest > 0 ? greatest : 1, false)
        var found: [(value: Double, lent: Double)] = []
        if rounding == .safe {
            for value in brimful().sorted() where value > 0 { found.append((value, Self.lent(value, found))) }
        }
        brims = found
    }

    /// Units that a host gives back, since items that fill a smaller host to the last bit say that much too little.
    private static func lent(_ capacity: Double, _ brims: [(value: Double, lent: Double)]) -> Double {
        brims.lazy.filter { $0.value < capacity }.map { (capacity / $0.value * (1 + $0.lent)).rounded(.down) }.max()
            ?? 0
    }

    func demand(_ value: Double) -> Int32 {
        let scaled = value / largest * scale
        guard scaled < 1e9 else { return 1_000_000_000 }
        if isExact { return Int32(scaled.rounded()) }
        if rounding == .loose { return Int32(max(0, (scaled - Self.noise).rounded(.down))) }
        return brims.contains { $0.value == value } ? capacity(value) : Int32((scaled - Self.noise).rounded(.up))
    }

    func capacity(_ value: Double) -> Int32 {
        let scaled = value / largest * scale
        guard scaled < 1e9 else { return 1_000_000_000 }
        if isExact { return Int32(scaled.rounded()) }
        if rounding == .loose { return Int32((scaled + Self.noise).rounded(.up)) }
        return Int32(max(0, (scaled + Self.noise).rounded(.down) - min(Self.lent(value, brims), scaled)))
    }

    /// A sum in units, never above the true one: what many additions lose is taken off.
    func sum(of values: Double, rounded: Int64) -> Int64 {
        guard !isExact else { return rounded }
        let scaled = values / largest * scale * (1 - 1e-9)
        return scaled < 1e18 ? min(rounded, Int64(scaled.rounded(.down))) : rounded
    }

    /// Whole but for what binary fractions leave of a decimal number.
    static func isWhole(_ value: Double) -> Bool {
        (value - value.rounded()).magnitude <= value.magnitude * 4e-15
    }

    /// What two operations leave of a whole number of nine digits.
    private static let noise = 1e-6
}
