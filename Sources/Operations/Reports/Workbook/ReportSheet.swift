internal import Estate

/// One table of a report: a file in a folder of CSV files, a sheet in a workbook.
struct ReportSheet: Sendable {
    /// Of a column: in a CSV `memory_bytes`, in a workbook `Memory (GiB)`.
    struct Column: Sendable {
        var name: String
        var title: String

        init(_ name: String, _ title: String) { (self.name, self.title) = (name, title) }
    }

    /// `servers`.
    var name: String
    /// `Servers`: at most 31 characters, none of them `[]:*?/\`.
    var title: String
    var columns: [Column]
    var rows: [[SheetCell]]

    /// RFC 4180, with a head line.
    var csv: String { CSVText.text([columns.map(\.name)] + rows.map { $0.map(Self.plain) }) }

    private static func plain(_ cell: SheetCell) -> String {
        switch cell {
        case .text(let text), .mark(let text, _): text
        case .whole(let number): String(number)
        case .decimal(let number): Fixed.short(number, 3)
        case .bytes(let bytes): String(bytes)
        case .share(let share): Fixed.short(share, 4)
        case .absent, .unknown: ""
        }
    }
}
