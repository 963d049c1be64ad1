/// Remembers each step of a run, so that it can be resumed, explained and undone. Written before and after each step.
package protocol Journal: Sendable {
    /// The records of one run, oldest first.
    func records(of run: String) async throws -> [JournalRecord]
    /// Appends; durable when it returns.
    func append(_ record: JournalRecord) async throws
}

/// One line of the journal.
package struct JournalRecord: Sendable, Hashable, Codable {
    package enum Event: String, Sendable, Hashable, Codable {
        case started, progressed, finished, failed, undone
    }

    /// The run: `convert/dns01`.
    package var run: String
    /// The step: `copy`.
    package var step: String
    package var event: Event
    package var at: Moment
    /// What the step wants to remember, as JSON; never a secret.
    package var detail: String

    package init(run: String, step: String, event: Event, at: Moment, detail: String) {
        self.run = run
        self.step = step
        self.event = event
        self.at = at
        self.detail = detail
    }
}
