/// Remembers each step of a run, so that it can be resumed, explained and undone. Written before and after each step.
public protocol Journal: Sendable {
    /// The records of one run, oldest first.
    func records(of run: String) async throws -> [JournalRecord]
    /// Appends; durable when it returns.
    func append(_ record: JournalRecord) async throws
}

/// One line of the journal.
public struct JournalRecord: Sendable, Hashable, Codable {
    public enum Event: String, Sendable, Hashable, Codable {
        case started, progressed, finished, failed, undone
    }

    /// The run: `convert/dns01`.
    public var run: String
    /// The step: `copy`.
    public var step: String
    public var event: Event
    public var at: Moment
    /// What the step wants to remember, as JSON; never a secret.
    public var detail: String

    public init(run: String, step: String, event: Event, at: Moment, detail: String) {
        self.run = run
        self.step = step
        self.event = event
        self.at = at
        self.detail = detail
    }
}
