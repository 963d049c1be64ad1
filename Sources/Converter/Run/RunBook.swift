internal import Estate

/// The run's state as it is, and its journal: what cannot be written is still known until the process ends.
actor RunBook {
    private(set) var state: RunState
    private let run: String
    private let journal: any Journal
    private let now: @Sendable () -> Moment

    var facts: RunFacts { state.facts }

    init(run: String, journal: any Journal, now: @escaping @Sendable () -> Moment) async throws {
        self.run = run
        self.journal = journal
        self.now = now
        state = RunState(try await journal.records(of: run))
    }

    /// Known at once, durable when it returns.
    func record(_ step: String, _ event: JournalRecord.Event, _ note: StepNote) async throws {
        let record = JournalRecord(run: run, step: step, event: event, at: now(), detail: try note.detail())
        state.apply(record)
        try await journal.append(record)
    }
}
