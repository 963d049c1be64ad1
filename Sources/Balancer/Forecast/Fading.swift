internal import Foundation

/// What is left of something that halves again and again.
enum Fading {
    /// - Returns: 1 for age 0, ½ after one half-life. Age and half-life in the same unit.
    static func share(left age: Double, halfLife: Double) -> Double { exp2(-max(0, age) / halfLife) }
}
