internal import Estate

/// Names that are written as one.
enum InventoryPattern {
    /// Most hosts of one pattern.
    private static let most = 65_536

    /// `web[01:03]` is web01, web02, web03; `db[a:c]` is dba, dbb, dbc; `x[1:9:4]` is x1, x5, x9. Leading zeros stay.
    static func names(_ pattern: String) throws(Failure) -> [String] {
        guard let open = pattern.firstIndex(of: "["), let close = pattern[open...].firstIndex(of: "]"),
            let (first, rest) = pattern[pattern.index(after: open)..<close].halves(":")
        else { return [pattern] }
        let (last, step) = rest.halves(":").map { ($0.0, Int($0.1) ?? 0) } ?? (rest, 1)
        guard step > 0 else { return [pattern] }
        let middle: [String]
        if let low = Int(first), let high = Int(last), low <= high {
            let (span, isTooWide) = high.subtractingReportingOverflow(low)
            guard !isTooWide, span < most else { throw tooMany(pattern) }
            middle = stride(from: low, through: high, by: step).map { number in
                let text = String(number)
                return String(repeating: "0", count: max(0, first.count - text.count)) + text
            }
        } else if let low = first.utf8.first, let high = last.utf8.first, first.utf8.count == 1, last.utf8.count == 1,
            low <= high
        {
            middle = stride(from: low, through: high, by: step).map { String(UnicodeScalar($0)) }
        } else {
            return [pattern]
        }
        var all: [String] = []
        for rest in try names(String(pattern[pattern.index(after: close)...])) {
            all += middle.map { pattern[..<open] + $0 + rest }
            if all.count > most { throw tooMany(pattern) }
        }
        return all
    }

    private static func tooMany(_ pattern: String) -> Failure {
        Failure(
            "read the inventory", on: String(pattern.prefix(80)),
            because: "the pattern names more than \(most) servers",
            next: "name fewer")
    }
}
