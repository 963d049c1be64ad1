/// Time as the solver sees it: seconds on a monotonic clock that the caller gives.
struct Deadline: Sendable {
    let now: @Sendable () -> Double
    let end: Double

    /// Also where nobody waits for the answer any more.
    var isOver: Bool { now() >= end || Task.isCancelled }
}
