public import Estate
internal import Yams

/// YAML for people: plans, pool files. Keys come in the order in which the types declare them, so that git diffs stay small.
public enum YAMLText {
    public static func encode(_ value: some Encodable) throws(Failure) -> String {
        do {
            let encoder = YAMLEncoder()
            encoder.options.sortKeys = false
            encoder.options.width = 110
            encoder.options.allowUnicode = true
            return try encoder.encode(value)
        } catch {
            throw Failure("write YAML", on: "\(type(of: value))", because: "\(error)", next: "report this to p2v")
        }
    }

    /// Reads YAML; JSON is YAML too. Duplicate keys are refused.
    ///
    /// - Parameter source: what is read, for the error: a file name.
    public static func decode<Value: Decodable>(_: Value.Type, from text: String, source: String = "YAML")
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

    private static func failure(_ source: String, _ reason: String) -> Failure {
        Failure("read YAML", on: source, because: reason, next: "correct the line that is named")
    }
}
