internal import Estate

/// A plain table: columns as wide as their widest cell, two spaces apart. Cells are made safe for a terminal.
package struct Table: Sendable {
    package enum Alignment: Sendable { case left, right }

    private var heads: [String]
    private var alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameter heads: column heads; one that starts with `>` is aligned to the right.
    package init(_ heads: [String]) {
        self.heads = heads.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
        alignments = heads.map { $0.hasPrefix(">") ? .right : .left }
    }

    package mutating func add(_ cells: [String]) {
        rows.append(cells.map(Sanitised.text))
    }

    package var isEmpty: Bool { rows.isEmpty }

    package var text: String {
        let all = [heads] + rows
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
