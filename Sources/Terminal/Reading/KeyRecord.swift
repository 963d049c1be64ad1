internal import Synchronization

/// Which keys a document has, and which of them its types asked for: what nobody asked for is a slip of the pen.
///
/// A quick record only counts, and can say no more than that all is well. An exact one brings together what several
/// decoders do at one place, and says what is wrong; it costs as much as the reading.
final class KeyRecord: Sendable {
    static let key = CodingUserInfoKey(rawValue: "p2v.keys")

    private let places = Mutex<[[String]: ExactPlace]>([:])
    private let handedOn = Mutex<(any KeyPlace)?>(nil)
    /// Of a quick record: keys that were found and not yet read.
    private let left: KeyCount?

    init(isQuick: Bool = false) { left = isQuick ? KeyCount() : nil }

    /// Nothing was found that nobody asked for. Only a quick record can say so.
    var isClean: Bool { left?.isNone ?? false }

    /// The next decoder reads the same place: a value that is read whole by another type.
    func handOn(_ place: any KeyPlace) { handedOn.withLock { $0 = place } }

    func takeHandedOn() -> (any KeyPlace)? { handedOn.withLock { $0.take() } }

    /// - Parameter path: from the document's top; a quick record does not ask for it.
    func place(_ path: @autoclosure () -> [String]) -> any KeyPlace {
        if let left { return QuickPlace(left) }
        let path = path()
        return places.withLock { places in
            if let place = places[path] { return place }
            let place = ExactPlace()
            places[path] = place
            return place
        }
    }

    /// The keys of the place; none where nothing was read.
    func keys(at path: [String]) -> ExactPlace.Keys { places.withLock { $0[path] }?.keys ?? ExactPlace.Keys() }

    /// Every key that nobody asked for, and those that are known beside it, in no order.
    var unknown: [(path: [String], key: String, known: Set<String>)] {
        places.withLock { Array($0) }.flatMap { path, place in
            let keys = place.keys
            return keys.unknown.map { (path, $0, keys.known) }
        }
    }
}
