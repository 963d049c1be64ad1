internal import Estate

/// A plain table: columns as wide as their widest cell, two spaces apart. Cells are made safe for a terminal.
package struct Table: Sendable {
    package enum Alignment: Sendable { case left, right }

    /// Columns of the terminal, where there is one and `--wide` was not said; nil is as wide as it takes.
    @TaskLocal package static var limit: Int?

    private var heads: [String]
    /// What is left out first where the terminal is too narrow.
    private var spare: [Int]
    private var alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameter heads: column heads; one that starts with `>` is aligned to the right, one that starts with `~` is left
    ///   out where the terminal is too narrow, the last of them first.
    package init(_ heads: [String]) {
        spare = heads.indices.filter { heads[$0].hasPrefix("~") }
        let plain = heads.map { $0.hasPrefix("~") ? String($0.dropFirst()) : $0 }
        self.heads = plain.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
        alignments = plain.map { $0.hasPrefix(">") ? .right : .left }
    }

    package mutating func add(_ cells: [String]) {
        rows.append(cells.map(Sanitised.text))
    }

    /// Lines below a row, in its last column.
    package mutating func add(notes: [String]) {
        let empty = [String](repeating: "", count: max(0, heads.count - 1))
        for note in notes { rows.append(empty + [Sanitised.text(note)]) }
    }

    package var isEmpty: Bool { rows.isEmpty }

    package var text: String {
        guard let limit = Self.limit else { return text(of: [heads] + rows) }
        let narrow = fitting(limit)
        let left = heads.count - narrow.heads.count
        return narrow.text(width: limit) + (left == 0 ? "" : "(\(left) more columns with --wide)\n")
    }

    /// Without as many of the spare columns as it takes.
    private func fitting(_ limit: Int) -> Table {
        var table = self
        while table.width > limit, let column = table.spare.popLast() {
            table.heads.remove(at: column)
            table.alignments.remove(at: column)
            for row in table.rows.indices where table.rows[row].count > column { table.rows[row].remove(at: column) }
        }
        return table
    }

    private var width: Int {
        let all = [heads] + rows
        return heads.indices.reduce(-2) { sum, column in
            sum + 2 + (all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0)
        }
    }

    /// The same with its last column wrapped, so that no line is longer than `width`. The last column keeps 24
    /// characters at least, however wide the others are.
    package func text(width: Int) -> String {
        let all = [heads] + rows
        let before = heads.indices.dropLast().map { column in
            all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        let room = max(24, width - before.reduce(0) { $0 + $1 + 2 })
        return text(
            of: all.flatMap { row -> [[String]] in
                guard row.count == heads.count, let last = row.last else { return [row] }
                let lines = Self.wrapped(last, room)
                let empty = [String](repeating: "", count: row.count - 1)
                return lines.enumerated().map { ($0.offset == 0 ? Array(row.dropLast()) : empty) + [$0.element] }
            })
    }

    /// At blanks; a word that is longer than a line is cut.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
            while line.count > width {
                lines.append(String(line.prefix(width)))
                line = String(line.dropFirst(width))
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    private func text(of all: [[String]]) -> String {
        let widths = heads.indices.map { column in all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() where column < widths.count {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (alignments[column] == .right ? space + cell : cell + space)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
