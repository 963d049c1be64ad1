/// A single value that is read strictly.
struct StrictValue: SingleValueDecodingContainer {
    private let base: any SingleValueDecodingContainer
    private let decoder: StrictDecoder

    init(base: any SingleValueDecodingContainer, of decoder: StrictDecoder) {
        self.base = base
        self.decoder = decoder
    }

    var codingPath: [any CodingKey] { base.codingPath }

    func decodeNil() -> Bool { base.decodeNil() }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try Plain.read(codingPath) {
            try base.decode(type)
        } or: {
            try decoder.handingOn { try base.decode(Strict<T>.self) }
        }
    }
}
