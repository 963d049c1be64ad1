/// A part of JSON Schema 2020-12, as OpenAPI 3.1 uses it: what the API's documents may hold, and nothing else.
indirect enum Schema: Encodable, Sendable {
    case string, number, integer, boolean, anything
    /// Always this text: a document's format.
    case constant(String)
    case oneOf([String])
    case array(Schema)
    /// By key; a key that ends with `?` may be left out. No other key is there.
    case object(KeyValuePairs<String, Schema>)
    /// The value, or `{"unknown": "why"}`.
    case observed(Schema)
    case reference(String)

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        switch self {
        case .string: try box.encode("string", forKey: Key("type"))
        case .number: try box.encode("number", forKey: Key("type"))
        case .integer: try box.encode("integer", forKey: Key("type"))
        case .boolean: try box.encode("boolean", forKey: Key("type"))
        case .anything: try box.encode("As the format's own page says.", forKey: Key("description"))
        case .constant(let text): try box.encode(text, forKey: Key("const"))
        case .oneOf(let words):
            try box.encode("string", forKey: Key("type"))
            try box.encode(words, forKey: Key("enum"))
        case .array(let element):
            try box.encode("array", forKey: Key("type"))
            try box.encode(element, forKey: Key("items"))
        case .object(let fields):
            try box.encode("object", forKey: Key("type"))
            try box.encode(false, forKey: Key("additionalProperties"))
            try box.encode(fields.filter { !$0.key.hasSuffix("?") }.map(\.key), forKey: Key("required"))
            var inside = box.nestedContainer(keyedBy: Key.self, forKey: Key("properties"))
            for (name, schema) in fields {
                try inside.encode(schema, forKey: Key(name.hasSuffix("?") ? String(name.dropLast()) : name))
            }
        case .observed(let value):
            try box.encode([value, .object(["unknown": .string])], forKey: Key("anyOf"))
        case .reference(let name): try box.encode("#/components/schemas/\(name)", forKey: Key("$ref"))
        }
    }
}
