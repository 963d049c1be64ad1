/// A keyed container whose keys are noted.
struct StrictKeys<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let base: KeyedDecodingContainer<Key>
    let place: KeyRecord.Place?

    var codingPath: [any CodingKey] { base.codingPath }

    /// Who looks at all keys has read those that it knows.
    var allKeys: [Key] {
        let keys = base.allKeys
        let names = keys.map(\.stringValue)
        place?.note { $0.read.formUnion(names) }
        return keys
    }

    func contains(_ key: Key) -> Bool {
        let name = key.stringValue
        place?.note { $0.known.insert(name) }
        return base.contains(key)
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        read(key)
        return try base.decodeNil(forKey: key)
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        read(key)
        return try Strict<T>.read(codingPath + [key]) {
            try base.decode(type, forKey: key)
        } _: {
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
        read(key)
        return StrictDecoder(try base.superDecoder(forKey: key))
    }

    private func read(_ key: Key) {
        let name = key.stringValue
        place?.note {
            $0.known.insert(name)
            $0.read.insert(name)
        }
    }
}
