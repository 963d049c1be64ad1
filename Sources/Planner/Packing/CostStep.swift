/// The step between two possible costs: a bound between two of them means the higher one.
enum CostStep {
    /// Prices in whole units, or in hundredths; others have no step.
    private static let scales = [1.0, 100]

    static func next(_ bound: Double, _ costs: [Double]) -> Double {
        for scale in scales {
            let whole = costs.map { $0 * scale }
            guard whole.allSatisfy({ $0 >= 0 && $0 < 1e12 && Units.isWhole($0) }) else { continue }
            let step = whole.reduce(0) { divisor($0, Int($1.rounded())) }
            guard step > 0 else { return bound }
            let count = (bound * scale / Double(step) * (1 - 1e-12) - 1e-9).rounded(.up)
            return max(bound, count * Double(step) / scale)
        }
        return bound
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}
