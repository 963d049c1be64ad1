/// A value of JSON (RFC 8259). Objects keep their order: a record of XAPI has a hundred fields of which few are read, so
/// no dictionary is built.
public enum JSONValue: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Field])

    /// The field of an object; ``null`` where there is none.
    public subscript(name: String) -> JSONValue {
        guard case .object(let fields) = self else { return .null }
        return fields.first { $0.name == name }?.value ?? .null
    }

    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var isNull: Bool { self == .null }

    /// XAPI's 64-bit integers travel as numbers or as strings.
    public var int: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value.rounded())
        case .string(let text): Int64(text)
        default: nil
        }
    }

    /// `NaN` and infinities, which RRDs write for "unknown", are nil.
    public var double: Double? {
        let value: Double? =
            switch self {
            case .integer(let value): Double(value)
            case .number(let value): value
            case .string(let text): Double(text)
            default: nil
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    public var flag: Bool? {
        switch self {
        case .bool(let value): value
        case .string("true"): true
        case .string("false"): false
        default: nil
        }
    }

    public var items: [JSONValue] {
        if case .array(let items) = self { items } else { [] }
    }

    public var fields: [Field] {
        if case .object(let fields) = self { fields } else { [] }
    }

    /// A map of strings, such as `other_config`.
    public var map: [String: String] {
        Dictionary(fields.compactMap { field in field.value.text.map { (field.name, $0) } }) { first, _ in first }
    }

    /// A set of strings or references.
    public var texts: [String] { items.compactMap(\.text) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Field($0.0, $0.1) })
    }

    public init(map: [String: String]) {
        self = .object(map.sorted { $0.key < $1.key }.map { Field($0.key, .string($0.value)) })
    }
}
