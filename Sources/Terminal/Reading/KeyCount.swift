internal import Synchronization

/// How many keys of a whole document were found and not read.
final class KeyCount: Sendable {
    private let left = Atomic(0)

    var isNone: Bool { left.load(ordering: .relaxed) == 0 }

    func change(by number: Int) { left.add(number, ordering: .relaxed) }
}
