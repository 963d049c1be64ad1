internal import Estate

/// Text in which nobody's names stand: `host1` for a host, `vm7` for a VM, the same one everywhere, and neither addresses
/// nor identifiers of any kind.
struct Pseudonyms: Sendable {
    /// Longest first: a name may be the start of another.
    private var names: [(name: String, stand: String)] = []

    /// - Parameters:
    ///   - kind: `host`; its names become `host1`, `host2`, …
    ///   - more: more names for the same kind: an empty one is passed over.
    mutating func add(_ kind: String, _ more: some Sequence<String>) {
        let known = Set(names.map(\.name))
        var count = names.count { $0.stand.hasPrefix(kind) }
        for name in more where !name.isEmpty && !known.contains(name) {
            count += 1
            names.append((name, "\(kind)\(count)"))
        }
        names.sort { ($1.name.utf8.count, $0.name) < ($0.name.utf8.count, $1.name) }
    }

    func stand(for name: String) -> String { names.first { $0.name == name }?.stand ?? text(name) }

    func text(_ text: String) -> String {
        let named = names.reduce(text) { Self.replacing($1.name, with: $1.stand, in: $0) }
        return Self.patterns.reduce(named) { text, pattern in
            text.replacing(pattern.regex) { _ in pattern.stand }
        }
    }

    /// As whole words only: a VM may be called `a`.
    private static func replacing(_ name: String, with stand: String, in text: String) -> String {
        guard text.contains(name) else { return text }
        var (result, rest) = ("", text[...])
        while let found = rest.firstRange(of: name) {
            let before = found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : " "
            let after = found.upperBound < text.endIndex ? text[found.upperBound] : " "
            let isWord = !before.isLetter && !before.isNumber && !after.isLetter && !after.isNumber
            result += rest[..<found.lowerBound] + (isWord ? stand : name)
            rest = rest[found.upperBound...]
        }
        return result + rest
    }

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
