/// Items that are alike in every dimension stand for one class: a hundred servers of one size are one row of the linear
/// program, not a hundred.
struct ItemClasses: Sendable {
    /// One item for each class.
    let problem: PackingProblem
    /// The items of each class, in the indices of the whole problem.
    let members: [[Int]]
    let counts: [Int]
    /// The class of each item.
    private let row: [Int]

    init(_ whole: PackingProblem) {
        var rows: [[Lanes]: Int] = [:]
        var found: [[Int]] = []
        var row: [Int] = []
        for item in 0..<whole.count {
            let key = (0..<whole.rows).map { whole.demand(item)[$0] }
            let isFree = whole.separations.isFree(item)
            if isFree, let same = rows[key] {
                found[same].append(item)
                row.append(same)
            } else {
                if isFree { rows[key] = found.count }
                row.append(found.count)
                found.append([item])
            }
        }
        members = found
        counts = found.map(\.count)
        self.row = row
        problem = whole.subset(found.map { $0[0] })
    }

    var count: Int { members.count }

    func pattern(of items: [Int]) -> Pattern { Pattern(rows: items.map { row[$0] }) }

    /// The hosts that these patterns fill, each with the first items of a class that are left, and the items of no host.
    func dealt(_ patterns: [Pattern]) -> (hosts: [Layout.Bin], rest: [Int]) {
        var taken = [Int](repeating: 0, count: count)
        let hosts = patterns.map { pattern in
            Layout.Bin(
                type: 0,
                items: pattern.parts.flatMap { part in
                    defer { taken[part.row] += part.times }
                    return members[part.row][taken[part.row]..<taken[part.row] + part.times]
                })
        }
        return (hosts, members.indices.flatMap { members[$0].dropFirst(taken[$0]) })
    }
}
