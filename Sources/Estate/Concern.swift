/// Something that an operator should know before converting a server.
package struct Concern: Sendable, Hashable, Codable {
    package enum Severity: String, Sendable, Hashable, Codable, Comparable {
        /// Blocks the plan.
        case critical
        case warning
        case information

        package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .information: 0
            case .warning: 1
            case .critical: 2
            }
        }
    }

    /// Stable identifier: `disk-4kn`.
    package var id: String
    package var severity: Severity
    /// What was seen.
    package var seen: String
    /// Why it matters.
    package var matters: String
    /// What to do.
    package var advice: String

    package init(id: String, severity: Severity, seen: String, matters: String, advice: String) {
        self.id = id
        self.severity = severity
        self.seen = seen
        self.matters = matters
        self.advice = advice
    }
}
