/// How far a step has come. Engines report it; faces draw it with a rate and an ETA.
public struct StepProgress: Sendable, Hashable, Codable {
    public enum Unit: String, Sendable, Hashable, Codable {
        case bytes, items, percent
    }

    /// The step in plain words: "Copying /dev/sda, pass 1".
    public var title: String
    public var done: Double
    public var total: Double?
    public var unit: Unit

    public init(_ title: String, done: Double, total: Double?, unit: Unit) {
        self.title = title
        self.done = done
        self.total = total
        self.unit = unit
    }
}

/// Where an engine reports its progress; must return at once.
public typealias ProgressReport = @Sendable (StepProgress) -> Void
