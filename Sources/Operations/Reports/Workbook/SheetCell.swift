/// A cell of a table for spreadsheets.
enum SheetCell: Sendable, Hashable {
    case text(String)
    /// A text that people look for at a glance, with a colour in a workbook.
    case mark(String, Mark)
    case whole(Int)
    case decimal(Double)
    /// Bytes in a CSV, GiB in a workbook.
    case bytes(UInt64)
    /// 0 to 1.
    case share(Double)
    /// There is none.
    case absent
    /// There may be one. A CSV has nothing here, a workbook the word.
    case unknown

    enum Mark: Sendable, Hashable { case good, fair, bad, unclear }

    static func text(orUnknown value: String?) -> SheetCell { value.map { .text($0) } ?? .unknown }
    static func whole(orUnknown value: Int?) -> SheetCell { value.map { .whole($0) } ?? .unknown }
    static func decimal(orUnknown value: Double?) -> SheetCell { value.map { .decimal($0) } ?? .unknown }
    static func bytes(orUnknown value: UInt64?) -> SheetCell { value.map { .bytes($0) } ?? .unknown }
    static func share(orUnknown value: Double?) -> SheetCell { value.map { .share($0) } ?? .unknown }
}
