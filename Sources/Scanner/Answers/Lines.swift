/// Lines of untrusted text.
enum Lines {
    /// A line longer than this, in UTF-8 bytes, is no line of any tool, and is left out.
    static let longest = 65_536

    /// Splits bytes and not characters: a hostile text may have millions that belong together.
    static func of(_ text: String) -> [Substring] {
        text.utf8.split(separator: 10).compactMap { line in
            let line = line.last == 13 ? line.dropLast() : line
            return line.isEmpty || line.count > longest ? nil : Substring(line)
        }
    }
}

extension Lines {
    /// Every line that says something, with its number; nil for one that is too long.
    static func numbered(_ text: String) -> [(number: Int, line: Substring?)] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let line = line.last == 13 ? line.dropLast() : line
            if line.isEmpty { return nil }
            return (number: index + 1, line: line.count > longest ? nil : Substring(line))
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }

    /// Words between runs of blanks and tabs.
    var words: [String] { Substring(self).split { $0 == " " || $0 == "\t" }.map(String.init) }

    /// Without one pair of quotes around it.
    var unquoted: String {
        let text = trimmed
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    /// Both sides of the first `separator`, trimmed; nil where there is none.
    func halves(_ separator: Character) -> (String, String)? {
        guard let at = firstIndex(of: separator) else { return nil }
        return (self[..<at].trimmed, self[index(after: at)...].trimmed)
    }
}
