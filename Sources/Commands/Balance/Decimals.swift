internal import Foundation

/// Numbers with a fixed count of decimals, the same in every locale.
enum Decimals {
    static func text(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
