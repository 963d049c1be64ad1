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

    /// Keys that the types do not know, keys that stand twice and values that cannot be meant are refused.
    ///
    /// - Parameter source: what is read, for the error: a file name, a URL.
    package static func decode<Value: Decodable>(_: Value.Type, from text: String, source: String = "JSON")
        throws(Failure)
        -> Value
    {
        do throws(Slip) {
            let value: Value = try DocumentReader(text: text).read { record in
                let decoder = JSONDecoder()
                if let key = KeyRecord.key { decoder.userInfo[key] = record }
                return try decoder.decode(Strict<Value>.self, from: Data(text.utf8))
            }
            if let twice = JSONKeys.twice(in: text) {
                throw Slip("line \(twice.line): the key \"\(twice.key)\" stands twice in one object")
            }
            return value
        } catch {
            throw Failure(
                "read JSON", on: source, because: error.because, next: "correct the file, or write it anew with p2v",
                exit: error.exit)
        }
    }

    private static func encode(_ value: some Encodable, pretty: Bool) throws(Failure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        do {
            return quoted(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            throw Failure("write JSON", on: "\(type(of: value))", because: "\(error)", next: "report this to p2v")
        }
    }
    /// JSON is read by people too: what would turn a line on a terminal is written as `\u202e`, the same to a program.
    private static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x7F }) { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x7F || Sanitised.isSafe(String(scalar)) {
                safe.unicodeScalars.append(scalar)
            } else {
                let hex = String(scalar.value, radix: 16)
                safe += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            }
        }
        return safe
    }
}
