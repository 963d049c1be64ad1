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
        if Value.self is any OpenKeys.Type { strict.place?.open() }
        value = try Value(from: strict)
        guard let flaw = (value as? any Plausible)?.flaw else { return }
        let path = decoder.codingPath + flaw.path.map { AnyKey(stringValue: $0) }
        throw DecodingError.dataCorrupted(
            .init(codingPath: path, debugDescription: flaw.because, underlyingError: flaw))
    }
}
