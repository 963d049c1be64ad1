package import Estate
internal import Foundation

/// # Terminal: how things look
///
/// Tables, progress lines, JSON and YAML: the faces' alphabet. It knows nothing of servers or pools, and is the only
/// importer of Yams.
///
/// ```
/// a value ─JSONText→ scripts      ─YAMLText→ Plans/*.yaml      ─Table→ people
/// StepProgress ─ProgressLine→ one line on standard error with rate and ETA
/// ```
package enum JSONText {
    /// Pretty JSON with sorted keys. Numbers that JSON cannot hold (NaN, infinity) are a ``Failure``.
    package static func encode(_ value: some Encodable) throws(Failure) -> String {
        try encode(value, pretty: true)
    }

    /// One line of JSON, for journals and event streams.
    package static func line(_ value: some Encodable) throws(Failure) -> String {
        try encode(value, pretty: false)
    }

    /// - Parameter source: what is read, for the error: a file name, a URL.
    package static func decode<Value: Decodable>(_: Value.Type, from text: String, source: String = "JSON")
        throws(Failure)
        -> Value
    {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw Failure(
                "read JSON", on: source, because: error.plainWords, next: "correct the file, or write it anew with p2v")
        } catch {
            throw Failure("read JSON", on: source, because: "\(error)", next: "correct the file")
        }
    }

    private static func encode(_ value: some Encodable, pretty: Bool) throws(Failure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw Failure("write JSON", on: "\(type(of: value))", because: "\(error)", next: "report this to p2v")
        }
    }
}

extension DecodingError {
    /// Where in the document, and what is wrong there, in one line.
    var plainWords: String {
        switch self {
        case .keyNotFound(let key, let context): "\(context.path)\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(context.path.isEmpty ? "the document" : context.path): \(context.debugDescription)"
        @unknown default: "\(self)"
        }
    }
}

extension DecodingError.Context {
    fileprivate var path: String {
        codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
            + (codingPath.isEmpty ? "" : ".")
    }
}
