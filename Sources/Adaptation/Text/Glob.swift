/// Matches paths against the patterns that deciders read: `*` is any text without a slash.
enum Glob {
    static func matches(_ path: String, _ pattern: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let patterns = pattern.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == patterns.count && zip(parts, patterns).allSatisfy { matchesPart($0, $1) }
    }

    private static func matchesPart(_ text: Substring, _ pattern: Substring) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return text == pattern }
        let head = pattern[..<star]
        guard text.hasPrefix(head) else { return false }
        let rest = text.dropFirst(head.count)
        let tail = pattern[pattern.index(after: star)...]
        return rest.indices.contains { matchesPart(rest[$0...], tail) } || matchesPart("", tail)
    }
}
