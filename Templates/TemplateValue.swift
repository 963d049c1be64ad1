/// What a template may be given. There is no way to mark a text as already escaped.
package enum TemplateValue: Sendable, Hashable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([TemplateValue])
    case record([String: TemplateValue])
    /// Reads as false and prints nothing.
    case nothing

    /// A text that may be absent.
    package static func optional(_ text: String?) -> TemplateValue {
        text.map { .text($0) } ?? .nothing
    }

    func escaped(by escaping: Escaping, as name: String, in template: String) throws(TemplateError) -> Any {
        switch self {
        case .number(let number): return number
        case .flag(let flag): return flag
        case .nothing: return false
        case .text(let text):
            guard let escaped = escaping.apply(text) else {
                throw TemplateError(
                    template: template, because: "the value of \(name) holds a control character or a line end")
            }
            return escaped
        case .list(let values):
            var result: [Any] = []
            for value in values { result.append(try value.escaped(by: escaping, as: name, in: template)) }
            return result
        case .record(let values):
            var result: [String: Any] = [:]
            for (key, value) in values {
                result[key] = try value.escaped(by: escaping, as: "\(name).\(key)", in: template)
            }
            return result
        }
    }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension TemplateValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self = .record(Dictionary(elements) { $1 })
    }
}
