/// A list whose items are read strictly.
struct StrictList: UnkeyedDecodingContainer {
    private var base: any UnkeyedDecodingContainer

    init(base: any UnkeyedDecodingContainer) { self.base = base }

    var codingPath: [any CodingKey] { base.codingPath }
    var count: Int? { base.count }
    var isAtEnd: Bool { base.isAtEnd }
    var currentIndex: Int { base.currentIndex }

    mutating func decodeNil() throws -> Bool { try base.decodeNil() }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try Plain.read(codingPath) {
            try base.decode(type)
        } or: {
            try base.decode(Strict<T>.self)
        }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try superDecoder().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try superDecoder().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { StrictDecoder(try base.superDecoder()) }
}
