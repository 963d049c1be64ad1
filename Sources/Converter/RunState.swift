internal import Estate

/// What the journal says of a run: a pure reading of its records.
struct RunState: Sendable, Hashable {
    /// Steps that finished and were not undone since.
    private(set) var finished: Set<String> = []
    /// Steps that were begun and neither finished nor undone since.
    private(set) var begun: Set<String> = []
    /// The last detail of each finished step.
    private(set) var details: [String: String] = [:]

    init(_ records: [JournalRecord]) {
        for record in records {
            switch record.event {
            case .started:
                begun.insert(record.step)
                finished.remove(record.step)
            case .finished:
                begun.remove(record.step)
                finished.insert(record.step)
                details[record.step] = record.detail
            case .undone:
                begun.remove(record.step)
                finished.remove(record.step)
            case .failed, .progressed: break
            }
        }
    }

    /// Steps of which something may be left.
    var touched: Set<String> { finished.union(begun) }

    /// The first step to run: the first that has not finished. All later ones are repeated, since they built on it.
    func firstToRun(of steps: [Step]) -> Int {
        steps.firstIndex { !finished.contains($0.id) } ?? steps.count
    }
}
