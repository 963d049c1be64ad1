/// Reads a table as spreadsheets write it (RFC 4180): `,` or `;` between cells, quotes around those that hold either.
package enum CSVRows {
    /// - Returns: each row with the line at which it begins, counted from 1; rows without any text are left out. Nil for a
    ///   quote that is never closed.
    package static func of(_ text: String) -> [(line: Int, cells: [String])]? {
        var reader = Reader(separator: separator(of: text))
        for scalar in text.unicodeScalars { reader.take(scalar) }
        guard !reader.isQuoted else { return nil }
        reader.endRow()
        return reader.rows
    }

    /// Of the head: whichever of the two stands in it more often.
    private static func separator(of text: String) -> Unicode.Scalar {
        let head = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
        return head.count { $0 == ";" } > head.count { $0 == "," } ? ";" : ","
    }

    private struct Reader {
        let separator: Unicode.Scalar
        var rows: [(line: Int, cells: [String])] = []
        private var cells: [String] = []
        private var cell = String.UnicodeScalarView()
        private(set) var isQuoted = false
        /// The last sign was a quote that closed the cell, or half of a doubled one.
        private var mayDouble = false
        private var line = 1
        private var first = 1
        private var wasReturn = false

        init(separator: Unicode.Scalar) { self.separator = separator }

        mutating func take(_ scalar: Unicode.Scalar) {
            defer { wasReturn = scalar == "\r" }
            let endsReturn = scalar == "\n" && wasReturn
            if endsReturn && !isQuoted { return }
            if (scalar == "\n" && !endsReturn) || scalar == "\r" { line += 1 }
            if isQuoted {
                if scalar == "\"" { (isQuoted, mayDouble) = (false, true) } else { cell.append(scalar) }
                return
            }
            let doubles = mayDouble
            mayDouble = false
            switch scalar {
            case "\"" where doubles:
                cell.append(scalar)
                isQuoted = true
            case "\"" where cell.isEmpty: isQuoted = true
            case separator: endCell()
            case "\n", "\r": endRow()
            // The mark with which some programs begin a file.
            case "\u{FEFF}" where rows.isEmpty && cells.isEmpty && cell.isEmpty: break
            default: cell.append(scalar)
            }
        }

        private mutating func endCell() {
            cells.append(String(cell))
            cell = String.UnicodeScalarView()
        }

        mutating func endRow() {
            endCell()
            if cells.contains(where: { $0.contains { !$0.isWhitespace } }) { rows.append((first, cells)) }
            cells = []
            first = line
        }
    }
}
