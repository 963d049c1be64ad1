internal import Estate

/// A cell of a table in a page: text that is escaped, or markup that is made here; and by what it is sorted.
struct ReportCell {
    let html: String
    /// A number to sort by; nil: by its text.
    let order: Double?
    let style: String?

    init(_ text: String, order: Double? = nil, style: String? = nil) {
        self.init(html: Markup.escaped(text), order: order, style: style)
    }

    init(html: String, order: Double? = nil, style: String? = nil) {
        (self.html, self.order, self.style) = (html, order, style)
    }

    /// Unknown is said, and sorts below every number.
    init(number text: String?, order: Double?) {
        self.init(text ?? "?", order: order ?? -1, style: text == nil ? "number unclear" : "number")
    }

    func element(_ name: String) -> String {
        let sorted = order.map { " data-order=\"\(Fixed.short($0, 3))\"" } ?? ""
        return "<\(name)\(style.map { " class=\"\($0)\"" } ?? "")\(sorted)>\(html)</\(name)>"
    }

    /// A verdict: its word on its colour.
    static func mark(_ text: String, _ mark: SheetCell.Mark, order: Double? = nil) -> ReportCell {
        ReportCell(html: "<span class=\"mark \(mark.style)\">\(Markup.escaped(text))</span>", order: order)
    }

    /// A table with a head that stays when it is printed on several pages, and that a page's script can sort.
    ///
    /// - Parameter servers: the server of each row, by which the page's script filters.
    static func table(_ heads: [String], _ rows: [[ReportCell]], servers: [String]? = nil) -> String {
        let body = rows.enumerated().map { at, cells in
            let name = servers.map { " data-server=\"\(Markup.escaped($0[at], inAttribute: true))\"" } ?? ""
            return "<tr\(name)>" + cells.enumerated().map { $1.element($0 == 0 ? "th" : "td") }.joined() + "</tr>\n"
        }
        let head = heads.map { "<th>\(Markup.escaped($0))</th>" }.joined()
        return "<div class=\"wide\"><table class=\"sorted\"><thead><tr>\(head)</tr></thead>\n"
            + "<tbody>\(body.joined())</tbody></table></div>\n"
    }
}
