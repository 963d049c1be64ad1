internal import Synchronization

/// True until it is cleared, once.
final class Flag: Sendable {
    private let value = Atomic<Bool>(true)

    var isSet: Bool { value.load(ordering: .acquiring) }

    /// Answers whether this call cleared it.
    func clear() -> Bool { value.exchange(false, ordering: .acquiringAndReleasing) }
}
