/// Something that an operator should know before converting a server.
public struct Concern: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable, Comparable {
        /// Blocks the plan.
        case critical
        case warning
        case information

        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .information: 0
            case .warning: 1
            case .critical: 2
            }
        }
    }

    /// Stable identifier: `disk-4kn`.
    public var id: String
    public var severity: Severity
    /// What was seen.
    public var seen: String
    /// Why it matters.
    public var matters: String
    /// What to do.
    public var advice: String

    public init(id: String, severity: Severity, seen: String, matters: String, advice: String) {
        self.id = id
        self.severity = severity
        self.seen = seen
        self.matters = matters
        self.advice = advice
    }
}
