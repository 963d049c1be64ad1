internal import Synchronization

/// All that can be said of a place.
final class ExactPlace: KeyPlace {
    struct Keys {
        var present: Set<String> = []
        var read: Set<String> = []
        var known: Set<String> = []
        var isOpen = false

        var unknown: Set<String> { isOpen ? [] : present.subtracting(read) }
    }

    private let state = Mutex(Keys())

    var keys: Keys { state.withLock { $0 } }

    func found(_ keys: [AnyKey]) { state.withLock { $0.present.formUnion(keys.lazy.map(\.stringValue)) } }

    func asked(_ key: AnyKey) { state.withLock { _ = $0.known.insert(key.stringValue) } }

    func read(_ key: AnyKey) -> Bool? {
        state.withLock {
            $0.known.insert(key.stringValue)
            $0.read.insert(key.stringValue)
            return nil
        }
    }

    func read(all keys: [AnyKey]) { state.withLock { $0.read.formUnion(keys.lazy.map(\.stringValue)) } }

    func open() { state.withLock { $0.isOpen = true } }
}
