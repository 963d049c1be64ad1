package import Estate

/// What the journal says of a run: a pure reading of its records.
package struct RunState: Sendable, Hashable {
    /// The pseudo step under which the operator's statements are kept.
    static let operatorStep = "operator"

    /// Steps that finished and were not undone since.
    package private(set) var finished: Set<String> = []
    /// Steps that were begun and neither finished nor undone since.
    package private(set) var begun: Set<String> = []
    /// Steps that an earlier version began: its records say nothing of what was made.
    package private(set) var withoutFacts: Set<String> = []
    private var factsOfSteps: [String: RunFacts] = [:]
    private var order: [String] = []

    package init(_ records: [JournalRecord] = []) {
        for record in records { apply(record) }
    }

    package mutating func apply(_ record: JournalRecord) {
        let (step, note) = (record.step, StepNote(detail: record.detail))
        switch record.event {
        case .started:
            begun.insert(step)
            finished.remove(step)
            if note == nil { withoutFacts.insert(step) } else { withoutFacts.remove(step) }
            factsOfSteps[step] = note?.facts
            forgetStatement(about: step)
            if !order.contains(step) { order.append(step) }
        case .progressed, .finished:
            if record.event == .finished {
                begun.remove(step)
                finished.insert(step)
            }
            guard let note else { return }
            if !order.contains(step) { order.append(step) }
            factsOfSteps[step, default: RunFacts()].merge(note.facts)
        case .undone:
            begun.remove(step)
            finished.remove(step)
            withoutFacts.remove(step)
            factsOfSteps[step] = nil
            forgetStatement(about: step)
        case .failed: break
        }
    }

    /// What was said of the source before its service was stopped anew, or started again, says nothing of it now.
    private mutating func forgetStatement(about step: String) {
        if step == ResumeRule.cutOver { factsOfSteps[Self.operatorStep] = nil }
    }

    /// All that is known, of the steps that were not undone.
    package var facts: RunFacts {
        var all = RunFacts()
        for step in order { factsOfSteps[step].map { all.merge($0) } }
        return all
    }

    /// Steps of which something may be left.
    package var touched: Set<String> { finished.union(begun) }

    /// The source is off for the VM's sake: from here on nothing is put back, the run only goes forward.
    package var isPastReturn: Bool { facts.power?.isOff == true }

    /// The first step to run: the first that has not finished. All later ones are repeated, since they built on it.
    /// A step that every resume asks again is no reason to repeat what follows it.
    func firstToRun(of steps: [Step]) -> Int {
        steps.indices.firstIndex { index in
            let isAskedAnyway = steps[index].isAskedAgain && steps[(index + 1)...].contains { touched.contains($0.id) }
            let isOver = steps[index].isOnlyBeforeReturn && isPastReturn
            return !finished.contains(steps[index].id) && !isAskedAnyway && !isOver
        } ?? steps.count
    }
}
