/// # Converter: one server to one running VM
///
/// Numbered steps, each journalled before and after, resumable, and undoable until the source is powered off.
///
/// ```
/// prepare · copy · cut over · adapt · publish · define · power off the source · boot · prove
///    │        │        └ released on failure: the service starts again on the source
///    │        └ goes on from its checkpoint after a kill
///    └ refuses before anything is changed
/// ```
///
/// A `Step` is one of them: what it is called, what it does, what to put back when the run stops, how to undo it for good.
package struct Step: Sendable {
    /// Stable name in the journal: `copy`.
    package var id: String
    /// In plain words: "Copying the disks while the server works".
    package var title: String
    /// Does the work; answers what the journal should remember, as JSON or plain text. Repeating it must be harmless.
    package var run: @Sendable () async throws -> String
    /// Puts back what must not stay as it is when the run stops here or later: a service that was stopped.
    package var release: (@Sendable () async throws -> Void)?
    /// Removes what the step made, for good.
    package var undo: (@Sendable () async throws -> Void)?
    /// Once this step has finished, earlier steps are no longer released: the source is off.
    package var isPointOfNoReturn: Bool

    /// It has something to put back or to remove; a step that only looks has neither.
    var leavesSomething: Bool { release != nil || undo != nil }

    package init(
        id: String, title: String, isPointOfNoReturn: Bool = false, run: @escaping @Sendable () async throws -> String,
        release: (@Sendable () async throws -> Void)? = nil, undo: (@Sendable () async throws -> Void)? = nil
    ) {
        self.id = id
        self.title = title
        self.isPointOfNoReturn = isPointOfNoReturn
        self.run = run
        self.release = release
        self.undo = undo
    }
}

/// What happens to a step, for faces to print.
package enum StepEvent: Sendable, Hashable {
    case started(number: Int, of: Int, title: String)
    /// Finished in an earlier run.
    case skipped(number: Int, of: Int, title: String)
    case finished(number: Int, of: Int, title: String, seconds: Double, detail: String)
    case failed(number: Int, of: Int, title: String, reason: String)
    case released(title: String)
    case releaseFailed(title: String, reason: String)
    case undone(title: String)
}
