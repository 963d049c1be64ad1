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
        try found(key).map { try value(type, $0) }
    }

    private func value<T: Decodable>(_ type: T.Type, _ key: AnyKey) throws -> T {
        if type == [Double].self, let numbers = try numbers(key) as? T { return numbers }
        return try Plain.read(codingPath + [key]) {
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

    /// - Returns: nil where the document does not have the key, or says null.
    private func found(_ key: Key) throws -> AnyKey? {
        let key = AnyKey(stringValue: key.stringValue)
        guard place?.read(key) ?? base.contains(key) else { return nil }
        return try base.decodeNil(forKey: key) ? nil : key
    }
}

/// The same for the commonest values: a decoder that is asked for a type by its name has no need to look for it.
extension StrictKeys {
    func decode(_: String.Type, forKey key: Key) throws -> String { try base.decode(String.self, forKey: read(key)) }
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try base.decode(Bool.self, forKey: read(key)) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try base.decode(Int.self, forKey: read(key)) }
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try number(read(key)) }

    func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
        try found(key).map { try base.decode(String.self, forKey: $0) }
    }

    func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? {
        try found(key).map { try base.decode(Bool.self, forKey: $0) }
    }

    func decodeIfPresent(_: Int.Type, forKey key: Key) throws -> Int? {
        try found(key).map { try base.decode(Int.self, forKey: $0) }
    }

    func decodeIfPresent(_: Double.Type, forKey key: Key) throws -> Double? { try found(key).map(number) }

    /// A week of hours of every VM: by far the most of a large file.
    private func numbers(_ key: AnyKey) throws -> [Double] {
        var list = try base.nestedUnkeyedContainer(forKey: key)
        var numbers: [Double] = []
        if let count = list.count { numbers.reserveCapacity(count) }
        while !list.isAtEnd {
            let number = try list.decode(Double.self)
            guard number.isFinite else { throw Plain.notFinite(at: list.codingPath) }
            numbers.append(number)
        }
        return numbers
    }

    private func number(_ key: AnyKey) throws -> Double {
        let number = try base.decode(Double.self, forKey: key)
        guard number.isFinite else { throw Plain.notFinite(at: codingPath + [key]) }
        return number
    }
}
