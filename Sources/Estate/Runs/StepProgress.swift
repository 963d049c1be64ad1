/// How far a step has come. Engines report it; faces draw it with a rate and an ETA.
package struct StepProgress: Sendable, Hashable, Codable {
    package enum Unit: String, Sendable, Hashable, Codable {
        case bytes, items, percent
    }

    /// The step in plain words: "Copying /dev/sda, pass 1".
    package var title: String
    package var done: Double
    package var total: Double?
    package var unit: Unit

    package init(_ title: String, done: Double, total: Double?, unit: Unit) {
        self.title = title
        self.done = done
        self.total = total
        self.unit = unit
    }
}

/// Where an engine reports its progress; must return at once.
package typealias ProgressReport = @Sendable (StepProgress) -> Void
