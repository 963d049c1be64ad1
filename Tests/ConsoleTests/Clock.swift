import Estate
import Synchronization

/// A clock that a test turns.
final class Clock: Sendable {
    private let seconds = Mutex(0.0)

    var now: Moment { Moment(seconds: seconds.withLock(\.self)) }

    func add(_ more: Double) { seconds.withLock { $0 += more } }
}
