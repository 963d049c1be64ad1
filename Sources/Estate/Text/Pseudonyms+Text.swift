extension Pseudonyms {
    /// The stand-in of a learned name; any other text as ``text(_:)`` shows it.
    package func stand(for name: String) -> String { learned.first { $0.name == name }?.stand ?? text(name) }

    /// Free text without learned names, addresses and identifiers. Names are found as whole words only (a VM may be called
    /// `a`), and what stands for one is not looked through again (another may be called `host`).
    package func text(_ text: String) -> String {
        let names = Dictionary(grouping: learned) { $0.name.first }
        var (named, rest, before) = ("", text[...], Character(" "))
        while let first = rest.first {
            if !Self.isWord(before), let found = names[first]?.first(where: { Self.begins(rest, with: $0.name) }) {
                named += found.stand
                rest = rest.dropFirst(found.name.count)
                before = found.name.last ?? " "
            } else {
                named.append(first)
                rest = rest.dropFirst()
                before = first
            }
        }
        return Self.patterns.reduce(named) { text, pattern in
            text.replacing(pattern.regex) { _ in pattern.stand }
        }
    }

    private static func begins(_ text: Substring, with name: String) -> Bool {
        text.hasPrefix(name) && !(text.dropFirst(name.count).first.map(isWord) ?? false)
    }

    private static func isWord(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber }

    /// Unchecked, since Swift's regular expressions are not marked: these are literals without code, and nothing changes them.
    private struct Pattern: @unchecked Sendable {
        let regex: Regex<Substring>
        let stand: String
    }

    /// What is nobody's name and still somebody's.
    private static let patterns: [Pattern] = [
        Pattern(regex: /[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/, stand: "UUID"),
        Pattern(regex: /(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{64}/, stand: "FINGERPRINT"),
        Pattern(regex: /(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}/, stand: "MAC"),
        Pattern(regex: /[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?/, stand: "ADDRESS"),
        Pattern(regex: /(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{0,4}|[0-9A-Fa-f]{1,4}::[0-9A-Fa-f:]*/, stand: "ADDRESS"),
        Pattern(regex: /OpaqueRef:[0-9A-Za-z-]+/, stand: "REFERENCE"),
        Pattern(regex: /\/(?:home|root|Users)\/[^ ,;:'"]*/, stand: "PATH"),
    ]
}
