/// A keyed container whose keys are noted. It asks by name, so that one container of the document gives all keys and the
/// values too.
struct StrictKeys<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let base: KeyedDecodingContainer<AnyKey>
    let place: (any KeyPlace)?

    var codingPath: [any CodingKey] { base.codingPath }

    /// Who looks at all keys has read those that it knows.
    var allKeys: [Key] {
        let keys = base.allKeys.compactMap { Key(stringValue: $0.stringValue) }
        place?.read(all: keys.map { AnyKey(stringValue: $0.stringValue) })
        return keys
    }

    func contains(_ key: Key) -> Bool {
        let key = AnyKey(stringValue: key.stringValue)
        place?.asked(key)
        return base.contains(key)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try base.decodeNil(forKey: read(key)) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try value(type, read(key)) }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        let key = AnyKey(stringValue: key.stringValue)
        guard place?.read(key) ?? base.contains(key) else { return nil }
        return try base.decodeNil(forKey: key) ? nil : value(type, key)
    }

    private func value<T: Decodable>(_ type: T.Type, _ key: AnyKey) throws -> T {
        try Plain.read(codingPath + [key]) {
            try base.decode(type, forKey: key)
        } or: {
            try base.decode(Strict<T>.self, forKey: key)
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try superDecoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try superDecoder(forKey: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { StrictDecoder(try base.superDecoder()) }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        StrictDecoder(try base.superDecoder(forKey: read(key)))
    }

    private func read(_ key: Key) -> AnyKey {
        let key = AnyKey(stringValue: key.stringValue)
        place?.read(key)
        return key
    }
}
