internal import Foundation

/// JSON of a tool whose types change from release to release: lsblk wrote `"size":"512"` before 2.33, `"size":512` since.
enum JSONValue: Decodable, Sendable {
    case null
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([JSONValue])
    case object([String: JSONValue])

    init?(parsing text: String) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    subscript(_ key: String) -> JSONValue {
        if case .object(let object) = self { object[key] ?? .null } else { .null }
    }

    /// Text that says something; nil for null and for empty text.
    var text: String? {
        switch self {
        case .text(let text): text.trimmed.isEmpty ? nil : text.trimmed
        case .number(let number):
            number == number.rounded() && number.magnitude < 9e15 ? "\(Int64(number))" : "\(number)"
        default: nil
        }
    }

    var count: UInt64? {
        switch self {
        case .number(let number): number >= 0 && number < 1.8e19 ? UInt64(number) : nil
        case .text(let text): UInt64(text.trimmed)
        default: nil
        }
    }

    var flag: Bool? {
        switch self {
        case .flag(let flag): flag
        case .text(let text): text.trimmed == "1" ? true : text.trimmed == "0" ? false : nil
        case .number(let number): number != 0
        default: nil
        }
    }

    var list: [JSONValue] { if case .list(let list) = self { list } else { [] } }

    var isObject: Bool { if case .object = self { true } else { false } }
}
