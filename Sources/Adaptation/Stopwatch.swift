internal import Synchronization

/// Wall time on the monotonic clock.
struct Stopwatch: Sendable {
    private let start = ContinuousClock.now

    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}

/// When the work inside the appliance was over.
final class Ending: Sendable {
    private let value = Mutex(0.0)

    func mark(_ seconds: Double) { value.withLock { $0 = seconds } }

    var seconds: Double { value.withLock { $0 } }
}
