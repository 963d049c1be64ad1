internal import Synchronization

/// The keys of a place, and which of them are left; only their number is told. Objects have few keys, so that a list is
/// quicker than a set.
final class QuickPlace: KeyPlace {
    private struct Keys {
        var all: [AnyKey] = []
        /// A bit for each of the first keys, and the names of all further ones, as tables of a person's own names have.
        var left: UInt64 = 0
        var further: Set<String> = []
        /// Several containers of one place find the same keys.
        var isFound = false
        var isOpen = false

        mutating func find(_ keys: [AnyKey]) {
            (all, isFound) = (keys, true)
            guard !isOpen else { return }
            let few = min(keys.count, 64)
            left = few == 64 ? .max : (1 << UInt64(few)) - 1
            further = Set(keys.dropFirst(64).lazy.map(\.stringValue))
        }

        /// - Returns: whether the key is there, and was not read before.
        mutating func take(_ key: AnyKey) -> (isThere: Bool, isNew: Bool) {
            for (index, one) in all.prefix(64).enumerated() where one.stringValue == key.stringValue {
                let bit: UInt64 = 1 << UInt64(index)
                defer { left &= ~bit }
                return (true, left & bit != 0)
            }
            guard all.count > 64 else { return (false, false) }
            let isNew = further.remove(key.stringValue) != nil
            return (isNew || all.contains { $0.stringValue == key.stringValue }, isNew)
        }

        var count: Int { left.nonzeroBitCount + further.count }
    }

    private let count: KeyCount
    private let state = Mutex(Keys())

    init(_ count: KeyCount) { self.count = count }

    func found(_ keys: [AnyKey]) {
        state.withLock {
            guard !$0.isFound else { return }
            $0.find(keys)
            count.change(by: $0.count)
        }
    }

    func asked(_: AnyKey) {}

    func read(_ key: AnyKey) -> Bool? {
        state.withLock {
            guard $0.isFound else { return nil }
            let taken = $0.take(key)
            if taken.isNew { count.change(by: -1) }
            return taken.isThere
        }
    }

    func read(all keys: [AnyKey]) {
        state.withLock { state in
            let before = state.count
            for key in keys { _ = state.take(key) }
            count.change(by: state.count - before)
        }
    }

    func open() {
        state.withLock {
            $0.isOpen = true
            count.change(by: -$0.count)
            ($0.left, $0.further) = (0, [])
        }
    }
}
