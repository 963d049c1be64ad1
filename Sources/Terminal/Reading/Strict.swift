internal import Estate

/// A value that is read strictly: all keys are noted, numbers are finite, and what can tell that it is wrong is asked.
///
/// ```
/// a document ─Strict→ the value; KeyRecord: keys that nobody asked for ─TextPlaces→ line and column
/// ```
struct Strict<Value: Decodable>: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
        let strict = StrictDecoder(decoder)
        if Value.self is any OpenKeys.Type { strict.place?.note { $0.isOpen = true } }
        value = try Value(from: strict)
        guard let flaw = (value as? any Plausible)?.flaw else { return }
        let path = decoder.codingPath + flaw.path.map { AnyKey(stringValue: $0) }
        throw DecodingError.dataCorrupted(
            .init(codingPath: path, debugDescription: flaw.because, underlyingError: flaw))
    }

    /// Plain values are read as they are; all others through the strict decoder.
    static func read(
        _ path: @autoclosure () -> [any CodingKey], _ plain: () throws -> Value, _ other: () throws -> Strict<Value>
    ) throws -> Value {
        guard isPlain else { return try other().value }
        let value = try plain()
        guard isFinite(value) else {
            throw DecodingError.dataCorrupted(.init(codingPath: path(), debugDescription: "is not a finite number"))
        }
        return value
    }

    private static var isPlain: Bool {
        Value.self == String.self || Value.self == Bool.self || Value.self is any BinaryInteger.Type
            || Value.self is any BinaryFloatingPoint.Type || Value.self == [Double].self || Value.self == [String].self
    }

    private static func isFinite(_ value: Value) -> Bool {
        switch value {
        case let number as any BinaryFloatingPoint: number.isFinite
        case let numbers as [Double]: numbers.allSatisfy(\.isFinite)
        default: true
        }
    }
}
