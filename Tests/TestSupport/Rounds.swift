internal import Foundation

/// How many random cases a test tries: some at every run, the number that the documentation states with `P2V_THOROUGH=1`.
package enum Rounds {
    package static func count(_ usual: Int, thorough: Int) -> Int {
        ProcessInfo.processInfo.environment["P2V_THOROUGH"] == "1" ? thorough : usual
    }
}
