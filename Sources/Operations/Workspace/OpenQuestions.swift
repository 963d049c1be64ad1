/// Questions to one place that have no answer yet: while one of them is late, the next would only wait as long again.
struct OpenQuestions {
    /// How often the patience with one question is spent before the place is asked once more.
    static let rest = 3.0

    /// Seconds that one question is waited for.
    let patience: Double
    private var begun: [Int: ContinuousClock.Instant] = [:]
    private var count = 0

    init(patience: Double) { self.patience = patience }

    mutating func begin(at now: ContinuousClock.Instant) -> Int {
        count += 1
        begun[count] = now
        return count
    }

    /// The question has its answer: the place speaks.
    mutating func end(_ question: Int) { begun[question] = nil }

    /// The question failed: soon, and the place refuses, or late, which is a silence as well.
    mutating func fail(_ question: Int, at now: ContinuousClock.Instant) {
        guard let begin = begun[question], (now - begin) / .seconds(1) < patience else { return }
        begun[question] = nil
    }

    /// Whether it is known already that the place does not answer.
    func isSilent(at now: ContinuousClock.Instant) -> Bool {
        begun.values.contains { begin in
            let waited = (now - begin) / .seconds(1)
            return waited >= patience && waited < patience * Self.rest
        }
    }
}
