internal import Foundation

/// How many random cases a test tries: some at every run, the number that the documentation states with `P2V_THOROUGH=1`.
package enum Rounds {
    package static func count(_ usual: Int, thorough: Int) -> Int {
        ProcessInfo.processInfo.environment["P2V_THOROUGH"] == "1" ? thorough : usual
    }

    /// The seeds of so many cases; `P2V_SEEDS=2501-5000` names others, so that long runs can be made in parts.
    package static func seeds(_ usual: Int, thorough: Int) -> ClosedRange<UInt64> {
        let ends = ProcessInfo.processInfo.environment["P2V_SEEDS"]?.split(separator: "-").compactMap { UInt64($0) }
        if let ends, ends.count == 2, ends[0] <= ends[1] { return ends[0]...ends[1] }
        return 1...UInt64(count(usual, thorough: thorough))
    }
}
