/// Text handling that keeps every byte which is not changed.
extension String {
    /// Lines without their newline; a carriage return stays. Joining them with newlines gives the same text.
    var lines: [String] {
        utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// Words between blanks and tabs.
    var words: [String] { split { $0 == " " || $0 == "\t" || $0.isNewline }.map { String($0) } }

    var trimmingSpaces: String { Substring(self).trimmingSpaces }

    /// Without blanks at its end.
    var trimmingEnd: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// Without one pair of quotes around it.
    var unquoted: String {
        guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
        return String(dropFirst().dropLast())
    }

    /// True for an empty line or a comment.
    var isComment: Bool {
        let text = trimmingSpaces
        return text.isEmpty || text.hasPrefix("#")
    }

    /// Applies an edit to each line; nil keeps the line.
    func mapLines(_ edit: (String) -> String?) -> String {
        lines.map { edit($0) ?? $0 }.joined(separator: "\n")
    }
}

extension Substring {
    var trimmingSpaces: String {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
