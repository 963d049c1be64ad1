/// What `grep -H ''` prints: every line of several files as `/path/of/file:line`.
enum FileLines {
    struct Line: Sendable, Hashable {
        var file: String
        var text: String
    }

    static func parse(_ text: String) -> [Line] {
        Lines.of(text).compactMap { line in
            guard line.hasPrefix("/"), let colon = line.firstIndex(of: ":") else { return nil }
            return Line(file: String(line[..<colon]), text: line[line.index(after: colon)...].trimmed)
        }
    }
}
