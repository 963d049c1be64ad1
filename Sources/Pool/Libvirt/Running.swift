internal import Synchronization

/// Whether a call is still under way, for those who act on it from beside.
final class Running: Sendable {
    private let value = Mutex(true)

    var isTrue: Bool { value.withLock(\.self) }

    func end() { value.withLock { $0 = false } }
}
