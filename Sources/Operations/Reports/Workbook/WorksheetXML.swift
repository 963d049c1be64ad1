internal import Estate

/// One sheet as SpreadsheetML (ECMA-376 part 1, 18.3): a head that stays in sight, filters, columns as wide as what is in
/// them.
struct WorksheetXML {
    let sheet: ReportSheet
    /// Excel's own limits.
    static let rows = 1_048_576
    private static let characters = 32_767
    /// Points.
    private static let highest = 409

    /// - Throws: ``Failure`` for more rows than a sheet can have.
    func text() throws(Failure) -> String {
        guard sheet.rows.count < Self.rows else {
            throw Failure(
                "write the workbook", on: sheet.title,
                because: "it has \(sheet.rows.count) rows, and a sheet has \(Self.rows) at most",
                next: "write a folder of CSV files: p2v report -o FOLDER/")
        }
        let widths = widths
        let head = row(1, sheet.columns.map { cell(.text($0.title), style: WorkbookStyles.head) })
        let body = sheet.rows.enumerated().map { at, cells in
            row(at + 2, cells.map { cell($0, style: WorkbookStyles.of($0)) }, lines: Self.lines(cells, widths))
        }
        let last = "\(Self.letters(max(0, sheet.columns.count - 1)))\(sheet.rows.count + 1)"
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
            <sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:\(last)"/>\
            <sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" \
            activePane="bottomRight" state="frozen"/></sheetView></sheetViews>\
            <cols>\(Self.columns(widths))</cols><sheetData>\(head)\(body.joined())</sheetData><autoFilter ref="A1:\(last)"/>\
            <pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>\
            <pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>
            """
    }

    /// - Parameter lines: of the cell with the most: LibreOffice gives a row one line where the file says nothing.
    private func row(_ number: Int, _ cells: [String], lines: Int = 1) -> String {
        let named = cells.enumerated().map { at, cell in
            cell.isEmpty ? "" : "<c r=\"\(Self.letters(at))\(number)\"\(cell)</c>"
        }
        let height = lines > 1 ? " ht=\"\(min(Self.highest, lines * 13))\" customHeight=\"1\"" : ""
        return "<row r=\"\(number)\"\(height)>\(named.joined())</row>"
    }

    /// From the attributes on.
    private func cell(_ cell: SheetCell, style: Int) -> String {
        func number(_ value: Double) -> String {
            value.isFinite ? " s=\"\(style)\"><v>\(Fixed.short(value, 6))</v>" : ""
        }
        switch cell {
        case .absent: return ""
        case .unknown: return inline("unknown", style)
        case .text(let text), .mark(let text, _): return inline(text, style)
        case .whole(let value): return " s=\"\(style)\"><v>\(value)</v>"
        case .decimal(let value), .share(let value): return number(value)
        case .bytes(let bytes): return number(Double(bytes) / 1_073_741_824)
        }
    }

    /// Text that is never a formula, and in one piece where Excel can hold it.
    private func inline(_ text: String, _ style: Int) -> String {
        let cut = text.unicodeScalars.count > Self.characters
        var kept = ""
        if cut { kept.unicodeScalars.append(contentsOf: text.unicodeScalars.prefix(Self.characters - 1)) }
        let safe = Self.escaped(cut ? kept + "…" : text)
        return " s=\"\(style)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(safe)</t></is>"
    }

    /// `_x0041_` would be read as `A` (ECMA-376 part 1, 22.9.2.19): its first underscore is written that way, too.
    static func escaped(_ text: String) -> String {
        Markup.escaped(text.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_"))
    }

    /// Of each column, in characters.
    private var widths: [Int] {
        sheet.columns.indices.map { at in
            let longest = sheet.rows.reduce(sheet.columns[at].title.count + 3) { longest, row in
                max(longest, row.indices.contains(at) ? Self.words(row[at]).count + 2 : 0)
            }
            return min(60, max(9, longest))
        }
    }

    private static func words(_ cell: SheetCell) -> String {
        switch cell {
        case .text(let text), .mark(let text, _): text
        default: ""
        }
    }

    private static func columns(_ widths: [Int]) -> String {
        widths.enumerated().map { at, width in
            "<col min=\"\(at + 1)\" max=\"\(at + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
        }.joined()
    }

    /// Lines of the cell that has most of them, once its text is wrapped.
    private static func lines(_ cells: [SheetCell], _ widths: [Int]) -> Int {
        zip(cells, widths).reduce(1) { most, pair in
            let parts = words(pair.0).split(separator: "\n", omittingEmptySubsequences: false)
            return max(most, parts.reduce(0) { $0 + max(1, ($1.count + pair.1 - 1) / pair.1) })
        }
    }

    /// 0 is `A`, 26 is `AA`.
    static func letters(_ column: Int) -> String {
        var (rest, text) = (column, "")
        while rest >= 0 {
            text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
            rest = rest / 26 - 1
        }
        return text
    }
}
