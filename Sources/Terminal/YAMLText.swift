package import Estate
internal import Yams

/// YAML for people: plans, pool files. Keys come in the order in which the types declare them, so that git diffs stay small.
package enum YAMLText {
    package static func encode(_ value: some Encodable) throws(Failure) -> String {
        do {
            let encoder = YAMLEncoder()
            encoder.options.sortKeys = false
            encoder.options.width = 110
            encoder.options.allowUnicode = true
            let yaml = try encoder.encode(value)
            if Sanitised.page(yaml) == yaml { return plainNumbers(in: yaml) }
            // A name that would turn the line on a terminal is written with escapes, the same to who reads the file.
            encoder.options.allowUnicode = false
            return plainNumbers(in: try encoder.encode(value))
        } catch {
            throw Failure("write YAML", on: "\(type(of: value))", because: "\(error)", next: "report this to p2v")
        }
    }

    /// Yams writes 95.0 as `9.5e+1`; people write `95`. A text that looks like this is in quotes and stays.
    private static func plainNumbers(in yaml: String) -> String {
        yaml.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let text = String(line)
            guard let space = text.lastIndex(of: " ") else { return text }
            let word = text[text.index(after: space)...]
            let before = text[..<space].last
            guard before == ":" || before == "-", word.contains("e"), let first = word.first,
                first.isNumber || first == "-", word.allSatisfy({ $0.isNumber || "+-.e".contains($0) }),
                let value = Double(word), value.magnitude < 1e15, value.magnitude >= 1e-4 || value == 0
            else { return text }
            let plain = value == value.rounded() ? "\(Int64(value))" : "\(value)"
            return text[...space] + plain
        }.joined(separator: "\n")
    }

    /// Reads YAML; JSON is YAML too. Keys that the types do not know, keys that stand twice and values that cannot be
    /// meant are refused, with line and column.
    ///
    /// - Parameters:
    ///   - source: what is read, for the error: a file name.
    ///   - format: what the document must name as its `format`, where it has one: another version may have other keys.
    package static func decode<Value: Decodable>(
        _: Value.Type, from text: String, source: String = "YAML", format: String? = nil
    ) throws(Failure) -> Value {
        do {
            return try DocumentReader(text: text).read { record in
                let noted: [CodingUserInfoKey: Any] = KeyRecord.key.map { [$0: record] } ?? [:]
                return try YAMLDecoder().decode(Strict<Value>.self, from: text, userInfo: noted)
            }
        } catch {
            if text.allSatisfy(\.isWhitespace) {
                throw Failure(
                    "read YAML", on: source, because: "it is empty", next: "name another file, or write this one")
            }
            if let format, let other = word("format", of: text), other != format {
                throw Failure(
                    "read YAML", on: source, because: "its format is \(other)", next: "this p2v reads \(format)",
                    exit: .refused)
            }
            throw Failure(
                "read YAML", on: source, because: error.because, next: "correct the line that is named",
                exit: error.exit)
        }
    }

    /// The text of a key at the top, whatever else the document holds; nil where it has none or is no YAML.
    private static func word(_ key: String, of text: String) -> String? {
        guard let document = try? Yams.compose(yaml: text) else { return nil }
        return document.mapping?[Node(key)]?.string
    }

    /// The lines, counted from 1, at which the items of a list at the top of a document begin; none where there is none.
    package static func lines(ofItemsIn key: String, of text: String) -> [Int] {
        guard let items = try? Yams.compose(yaml: text)?.mapping?[Node(key)]?.sequence else { return [] }
        return items.map { $0.mark?.line ?? 0 }
    }
}
