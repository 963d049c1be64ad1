/// Another decoder, with its keys noted.
struct StrictDecoder: Decoder {
    private let base: any Decoder

    init(_ base: any Decoder) { self.base = base }

    var codingPath: [any CodingKey] { base.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { base.userInfo }

    var record: KeyRecord? { KeyRecord.key.flatMap { base.userInfo[$0] as? KeyRecord } }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let keyed = try base.container(keyedBy: type)
        let place = record?.place(codingPath.words)
        let names = try base.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        place?.note { $0.present.formUnion(names) }
        return KeyedDecodingContainer(StrictKeys(base: keyed, place: place))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { StrictList(base: try base.unkeyedContainer()) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        StrictValue(base: try base.singleValueContainer())
    }
}
