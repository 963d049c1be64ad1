internal import Estate

/// Round numbers for an axis: 0, 5, 10, … with a step of 1, 2 or 5 times a power of ten.
enum ChartScale {
    /// From 0.001 on.
    private static let steps: [Double] =
        [1000, 100, 10].flatMap { part in [1, 2, 5].map { $0 / part } }
        + (0..<15).flatMap { exponent in
            let unit = (0..<exponent).reduce(1.0) { product, _ in product * 10 }
            return [1, 2, 5].map { $0 * unit }
        }

    /// - Returns: values from 0 up to `top`, at most `most` beside 0.
    static func ticks(to top: Double, most: Int) -> [Double] {
        guard top > 0, let step = steps.first(where: { top / $0 <= Double(most) }) else { return [0] }
        return (0...Int(top / step)).map { Double($0) * step }
    }

    /// `0.5`, `12`.
    static func text(_ value: Double) -> String { Fixed.short(value, 3) }
}
