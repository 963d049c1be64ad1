internal import Synchronization

/// True until it is cleared, once.
package final class Latch: Sendable {
    private let value = Atomic<Bool>(true)

    package init() {}

    package var isSet: Bool { value.load(ordering: .acquiring) }

    /// Answers whether this call cleared it.
    package func clear() -> Bool { value.exchange(false, ordering: .acquiringAndReleasing) }
}
