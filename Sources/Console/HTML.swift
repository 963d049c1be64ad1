internal import Estate

/// A piece of a page. It cannot be made of text that was not escaped: names come from servers and guests.
struct HTML: Sendable {
    let code: String

    private init(_ code: String) { self.code = code }

    static let none = HTML("")

    /// Text from anywhere. What would turn the direction of the page is shown, not obeyed.
    static func text(_ untrusted: String) -> HTML { HTML(Markup.escaped(Sanitised.text(untrusted))) }

    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<String, String> = [:], _ children: HTML...
    ) -> HTML { element(name, attributes, children) }

    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<String, String> = [:], _ children: [HTML]
    ) -> HTML {
        let inside = children.map(\.code).joined()
        return HTML("<\(name)\(Self.code(attributes))>\(inside)</\(name)>")
    }

    /// An element that has no end: `input`, `meta`, `link`.
    static func empty(_ name: StaticString, _ attributes: KeyValuePairs<String, String>) -> HTML {
        HTML("<\(name)\(code(attributes))>")
    }

    static func all(_ parts: [HTML]) -> HTML { HTML(parts.map(\.code).joined()) }

    /// A whole page.
    static func document(_ root: HTML) -> String { "<!doctype html>\n" + root.code + "\n" }

    private static func code(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\(Markup.escaped(Sanitised.text($0.value), inAttribute: true))\"" }.joined()
    }
}

extension HTML {
    static func heading(_ text: String) -> HTML { element("h2", [:], .text(text)) }

    static func note(_ text: String) -> HTML { element("p", ["class": "note"], .text(text)) }

    static func link(_ address: String, _ text: String) -> HTML { element("a", ["href": address], .text(text)) }

    /// The command that does or tells the same.
    static func command(_ text: String) -> HTML {
        element("p", ["class": "command"], element("code", [:], .text(text)))
    }

    /// What a program said, line by line.
    static func output(_ title: String, _ text: String) -> HTML {
        // Each line by itself: a text that turns a line is shown, not obeyed.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            HTML.text(String($0)).code + "\n"
        }
        return element(
            "div", ["class": "wide", "tabindex": "0", "role": "region", "aria-label": title],
            element("pre", [:], HTML(lines.joined().trimmed)))
    }

    /// A word on its colour: never by the colour alone.
    static func mark(_ word: String, _ look: Look) -> HTML {
        element("span", ["class": "mark \(look.rawValue)"], .text(word))
    }

    enum Look: String { case good, warning, critical, unclear }

    /// - Parameter title: what a screen reader says of it.
    static func table(_ title: String, _ heads: [String], _ rows: [[HTML]]) -> HTML {
        let head = element("tr", [:], heads.map { element("th", ["scope": "col"], .text($0)) })
        let body = rows.map { cells in
            element(
                "tr", [:],
                cells.enumerated().map { $0 == 0 ? element("th", ["scope": "row"], $1) : element("td", [:], $1) })
        }
        return element(
            "div", ["class": "wide", "tabindex": "0", "role": "region", "aria-label": title],
            element("table", [:], element("thead", [:], head), element("tbody", [:], body)))
    }

    /// The path of a page about one thing.
    static func address(_ page: String, _ name: String, as key: String = "name") -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        let coded = name.utf8.map { byte in
            plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "\(page)?\(key)=\(coded.joined())"
    }
}
