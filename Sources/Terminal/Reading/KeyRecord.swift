internal import Synchronization

/// Which keys a document has, and which of them its types asked for: what nobody asked for is a slip of the pen.
///
/// A quick record takes every decoder for itself and can only say that all is well. An exact one brings together what
/// several decoders do at one place, and says what is wrong; it costs as much as the reading.
final class KeyRecord: Sendable {
    /// The keys at one place of the document.
    struct Keys {
        var present: Set<String> = []
        var read: Set<String> = []
        /// All that the types here know, whether the document has them or not.
        var known: Set<String> = []
        var isOpen = false

        var unknown: Set<String> { isOpen ? [] : present.subtracting(read) }
    }

    /// One keyed place; shared by all containers that are opened there.
    final class Place: Sendable {
        let path: [String]
        private let state = Mutex(Keys())

        init(_ path: [String]) { self.path = path }

        var keys: Keys { state.withLock { $0 } }

        func note(_ change: (inout sending Keys) -> Void) { state.withLock { change(&$0) } }
    }

    static let key = CodingUserInfoKey(rawValue: "p2v.keys")

    private let places = Mutex<[[String]: Place]>([:])
    private let quickPlaces = Mutex<[Place]>([])
    private let handedOn = Mutex<Place?>(nil)
    private let isQuick: Bool

    init(isQuick: Bool = false) { self.isQuick = isQuick }

    /// Nothing was read that nobody asked for. Only a quick record can say so.
    var isClean: Bool {
        isQuick && quickPlaces.withLock { $0.allSatisfy { $0.keys.unknown.isEmpty } }
    }

    /// The next decoder reads the same place: a value that is read whole by another type.
    func handOn(_ place: Place) { handedOn.withLock { $0 = place } }

    func takeHandedOn() -> Place? { handedOn.withLock { $0.take() } }

    /// - Parameter path: from the document's top; a quick record does not ask for it.
    func place(_ path: @autoclosure () -> [String]) -> Place {
        if isQuick {
            let place = Place([])
            quickPlaces.withLock { $0.append(place) }
            return place
        }
        let path = path()
        return places.withLock { places in
            if let place = places[path] { return place }
            let place = Place(path)
            places[path] = place
            return place
        }
    }

    /// Every key that nobody asked for, and those that are known beside it, in no order.
    var unknown: [(path: [String], key: String, known: Set<String>)] {
        places.withLock { Array($0.values) }.flatMap { place in
            let keys = place.keys
            return keys.unknown.map { (place.path, $0, keys.known) }
        }
    }
}
