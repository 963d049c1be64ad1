/// A value of JSON (RFC 8259). Objects keep their order: a record of XAPI has a hundred fields of which few are read, so
/// no dictionary is built.
package enum JSONValue: Sendable, Hashable {
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
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
    package subscript(name: String) -> JSONValue {
        guard case .object(let fields) = self else { return .null }
        return fields.first { $0.name == name }?.value ?? .null
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var isNull: Bool { self == .null }

    /// XAPI's 64-bit integers travel as numbers or as strings.
    package var int: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value.rounded())
        case .string(let text): Int64(text)
        default: nil
        }
    }

    /// `NaN` and infinities, which RRDs write for "unknown", are nil.
    package var double: Double? {
        let value: Double? =
            switch self {
            case .integer(let value): Double(value)
            case .number(let value): value
            case .string(let text): Double(text)
            default: nil
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    package var flag: Bool? {
        switch self {
        case .bool(let value): value
        case .string("true"): true
        case .string("false"): false
        default: nil
        }
    }

    package var items: [JSONValue] {
        if case .array(let items) = self { items } else { [] }
    }

    package var fields: [Field] {
        if case .object(let fields) = self { fields } else { [] }
    }

    /// A map of strings, such as `other_config`.
    package var map: [String: String] {
        Dictionary(fields.compactMap { field in field.value.text.map { (field.name, $0) } }) { first, _ in first }
    }

    /// A set of strings or references.
    package var texts: [String] { items.compactMap(\.text) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Field($0.0, $0.1) })
    }

    package init(map: [String: String]) {
        self = .object(map.sorted { $0.key < $1.key }.map { Field($0.key, .string($0.value)) })
    }
}
