/// What one host carries, by classes of alike items: how many of each.
struct Pattern: Hashable, Sendable {
    struct Part: Hashable, Sendable {
        var row: Int
        var times: Int
    }

    /// Rising rows, each once, `times` positive.
    private(set) var parts: [Part]

    init(_ parts: [Part]) { self.parts = parts }

    /// - Parameter rows: a row as often as it is carried, in any order.
    init(rows: [Int]) {
        parts = []
        for row in rows.sorted() {
            if parts.last?.row == row {
                parts[parts.count - 1].times += 1
            } else {
                parts.append(Part(row: row, times: 1))
            }
        }
    }

    /// So many of each class are left to carry.
    func fits(in left: [Int]) -> Bool { parts.allSatisfy { $0.times <= left[$0.row] } }

    /// The same without what is not left.
    func cut(to left: [Int]) -> Pattern {
        Pattern(
            parts.compactMap { part in
                let times = min(part.times, left[part.row])
                return times > 0 ? Part(row: part.row, times: times) : nil
            })
    }

    /// How often the pattern can be used with what is left.
    func uses(of left: [Int]) -> Int { parts.map { left[$0.row] / $0.times }.min() ?? 0 }
}
