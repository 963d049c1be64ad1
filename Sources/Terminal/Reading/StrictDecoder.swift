/// Another decoder, with its keys noted.
struct StrictDecoder: Decoder {
    private let base: any Decoder
    private let record: KeyRecord?
    private let keyed = Keyed()

    init(_ base: any Decoder) {
        self.base = base
        record = KeyRecord.key.flatMap { base.userInfo[$0] as? KeyRecord }
        keyed.place = record?.takeHandedOn()
    }

    var codingPath: [any CodingKey] { base.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { base.userInfo }

    /// One place for all containers that this decoder opens.
    private final class Keyed {
        var place: (any KeyPlace)?
    }

    /// Where its keys are noted; nil where nobody keeps a record.
    var place: (any KeyPlace)? {
        if let place = keyed.place { return place }
        keyed.place = record?.place(codingPath.words)
        return keyed.place
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let keyed = try base.container(keyedBy: AnyKey.self)
        let place = place
        place?.found(keyed.allKeys)
        return KeyedDecodingContainer(StrictKeys(base: keyed, place: place))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { StrictList(base: try base.unkeyedContainer()) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        StrictValue(base: try base.singleValueContainer(), of: self)
    }

    /// - Parameter body: lets another type read the value that stands here: its keys belong to the same place.
    func handingOn<Value>(_ body: () throws -> Value) rethrows -> Value {
        place.map { record?.handOn($0) }
        defer { _ = record?.takeHandedOn() }
        return try body()
    }
}
