/// One resource, one host after the other: the largest item that is left, and of the others those that leave the least room
/// (after Gupta and Ho 1999, who fill by all sums as well).
struct SubsetFilling {
    private let sizes: [Int]
    private let room: Int

    /// Sums to a host, at most.
    private static let most = 20_000
    /// Sums of all items, at most.
    private static let mostNumbers = 4_000_000

    /// - Returns: nil where more than one resource counts, or hosts are too fine for a table of sums.
    init?(_ problem: PackingProblem) {
        guard problem.dimensions == 1, problem.separations.isEmpty, problem.rules.isEmpty, problem.types.count == 1
        else { return nil }
        room = problem.capacity(0, at: 0)
        guard room <= Self.most else { return nil }
        sizes = (0..<problem.count).map { problem.demand($0, at: 0) }
        guard problem.count * room <= Self.mostNumbers, sizes.allSatisfy({ $0 > 0 && $0 <= room }) else { return nil }
    }

    func pack() -> Layout {
        var rest = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        var hosts: [Layout.Bin] = []
        while let first = rest.first {
            let others = Array(rest.dropFirst())
            let chosen = fullest(others, room - sizes[first])
            let taken = Set(chosen)
            hosts.append(Layout.Bin(type: 0, items: [first] + chosen))
            rest = others.filter { !taken.contains($0) }
        }
        return Layout(hosts: hosts)
    }

    /// The items whose sum is nearest to the room; large ones first, so that small ones are kept for later.
    private func fullest(_ items: [Int], _ room: Int) -> [Int] {
        var last = [Int32](repeating: -1, count: room + 1)
        last[0] = .max
        var top = 0
        for (at, item) in items.enumerated() where sizes[item] <= room {
            let size = sizes[item]
            let end = min(room, top + size)
            if end >= size {
                for sum in stride(from: end, through: size, by: -1) where last[sum] < 0 && last[sum - size] >= 0 {
                    last[sum] = Int32(at)
                    top = max(top, sum)
                }
            }
            if top == room { break }
        }
        var (sum, chosen) = (top, [Int]())
        while sum > 0 {
            chosen.append(items[Int(last[sum])])
            sum -= sizes[items[Int(last[sum])]]
        }
        return chosen
    }
}
