/// A single value that is read strictly.
struct StrictValue: SingleValueDecodingContainer {
    private let base: any SingleValueDecodingContainer

    init(base: any SingleValueDecodingContainer) { self.base = base }

    var codingPath: [any CodingKey] { base.codingPath }

    func decodeNil() -> Bool { base.decodeNil() }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try Strict<T>.read(codingPath) {
            try base.decode(type)
        } _: {
            try base.decode(Strict<T>.self)
        }
    }
}
