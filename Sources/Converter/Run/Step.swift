/// # Converter: one server to one running VM
///
/// Numbered steps, each journalled before and after with typed facts, resumable, and undoable until the VM may hold the
/// newest data.
///
/// ```
/// prepare · copy · catch up · cut over · adapt · publish · define · start apart · power off the source · boot · prove
///    │                │          └ released on failure: the service starts again on the source
///    │                └ goes on from its checkpoint after a kill
///    └ refuses before anything is changed; asked again by every resume
///
/// journal ─RunState→ what was done, and with which facts (pure) ─ResumeRule→ where to go on (pure) ─StepRun→ acts
/// ```
///
/// A `Step` is one of them: what it is called, what it does, what to put back when the run stops, how to undo it for good.
/// All its closures are given what the journal knows: a step never trusts today's plan for what an earlier day made.
package struct Step: Sendable {
    package typealias Action = @Sendable (RunFacts) async throws -> Void

    /// Stable name in the journal: `copy`.
    package var id: String
    /// In plain words: "Copying the disks while the server works".
    package var title: String
    /// What it is about to make, journalled before it does: a kill in the middle must not hide it from `undo`.
    package var plans: @Sendable (RunFacts) async throws -> RunFacts
    /// Does the work; answers what to say and to remember. Repeating it must be harmless.
    package var run: @Sendable (RunFacts) async throws -> StepNote
    /// Puts back what must not stay as it is when the run stops here or later: a service that was stopped.
    package var release: Action?
    /// While its release has not succeeded, no earlier step is released: a VM may run.
    package var guardsEarlier: Bool
    /// Removes what the step made, for good.
    package var undo: Action?
    /// It only looks, and a resume looks again.
    package var isAskedAgain: Bool
    /// It serves until the source is off: a run that is past that never does it, as one of a version that had no such step.
    package var isOnlyBeforeReturn: Bool

    /// It has something to put back or to remove; a step that only looks has neither.
    var leavesSomething: Bool { release != nil || undo != nil }

    package init(
        id: String, title: String, plans: @escaping @Sendable (RunFacts) async throws -> RunFacts = { _ in RunFacts() },
        run: @escaping @Sendable (RunFacts) async throws -> StepNote, release: Action? = nil,
        guardsEarlier: Bool = false, undo: Action? = nil, isAskedAgain: Bool = false, isOnlyBeforeReturn: Bool = false
    ) {
        self.id = id
        self.title = title
        self.plans = plans
        self.run = run
        self.release = release
        self.guardsEarlier = guardsEarlier
        self.undo = undo
        self.isAskedAgain = isAskedAgain
        self.isOnlyBeforeReturn = isOnlyBeforeReturn
    }
}
