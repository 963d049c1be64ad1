/// What happens to a step, for faces to print.
package enum StepEvent: Sendable, Hashable {
    case started(number: Int, of: Int, title: String)
    /// Finished in an earlier run.
    case skipped(number: Int, of: Int, title: String)
    /// What an earlier run did has to be done again from this step on.
    case wentBack(title: String, because: String)
    case finished(number: Int, of: Int, title: String, seconds: Double, detail: String)
    case failed(number: Int, of: Int, title: String, reason: String)
    case released(title: String)
    case releaseFailed(title: String, reason: String)
    /// Earlier steps were left as they are, since the release of this one failed.
    case releasesHeld(title: String)
    /// The journal could not be written; what is done goes on in memory to a safe end.
    case notJournalled(reason: String)
    case undone(title: String)
}
