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

    /// Reads YAML; JSON is YAML too. Duplicate keys are refused.
    ///
    /// - Parameter source: what is read, for the error: a file name.
    package static func decode<Value: Decodable>(_: Value.Type, from text: String, source: String = "YAML")
        throws(Failure)
        -> Value
    {
        do {
            return try YAMLDecoder().decode(Value.self, from: text)
        } catch let error as DecodingError {
            throw failure(source, error.plainWords)
        } catch {
            throw failure(source, "\(error)")
        }
    }

    /// The lines, counted from 1, at which the items of a list at the top of a document begin; none where there is none.
    package static func lines(ofItemsIn key: String, of text: String) -> [Int] {
        guard let items = try? Yams.compose(yaml: text)?.mapping?[Node(key)]?.sequence else { return [] }
        return items.map { $0.mark?.line ?? 0 }
    }

    private static func failure(_ source: String, _ reason: String) -> Failure {
        Failure("read YAML", on: source, because: reason, next: "correct the line that is named")
    }
}
