/// How many hosts the large items of one resource in one hour need: two that are over half a host never share one, of
/// those over a third only two do, and what is small fills only the room that they leave. Above the volume where servers
/// are large in the hour when they are busy.
///
/// Bounds of one-dimensional bin packing on every dimension by itself: L2 (Martello and Toth 1990), and the dual feasible
/// functions u⁽ᵏ⁾ (Fekete and Schepers 2001). All in whole numbers.
enum SizeClassBound {
    /// Items are looked at no more often than this, the dimensions with the largest items first.
    private static let budget = 20_000_000
    /// u⁽¹⁾ to u⁽⁶⁾: items down to a seventh of a host.
    private static let classes = 1...6
    /// Share of a host, in parts, that some item must be over.
    private static let smallest = 4

    static func of(_ problem: PackingProblem) -> Double {
        guard problem.count > 1, let price = problem.types.map(\.cost).min(), price > 0 else { return 0 }
        let capacity = (0..<problem.dimensions).map { d in
            problem.types.indices.map { Int64(problem.capacity($0, at: d)) }.max() ?? 0
        }
        let largest = largest(of: problem)
        let order = capacity.indices.filter { capacity[$0] > 0 && largest[$0] * Int64(smallest) > capacity[$0] }
            .sorted { a, b in
                let (x, y) = (largest[a] * capacity[b], largest[b] * capacity[a])
                return x != y ? x > y : a < b
            }
        var most = 0
        for dimension in order.prefix(max(1, budget / problem.count)) {
            let sizes = (0..<problem.count).map { Int64(problem.demand($0, at: dimension)) }.filter { $0 > 0 }
            most = max(most, hosts(for: sizes, of: capacity[dimension]))
        }
        return Double(most) * price
    }

    /// Of all items, in each dimension.
    private static func largest(of problem: PackingProblem) -> [Int64] {
        var most = [Lanes](repeating: .zero, count: problem.rows)
        for item in 0..<problem.count {
            let demand = problem.demand(item)
            for row in 0..<problem.rows { most[row] = pointwiseMax(most[row], demand[row]) }
        }
        return (0..<problem.dimensions).map { Int64(most[$0 >> 3][$0 & 7]) }
    }

    /// - Parameter sizes: none above `room`.
    static func hosts(for sizes: [Int64], of room: Int64) -> Int {
        max(byHalves(sizes, room), classes.map { byClass(Int64($0), sizes, room) }.max() ?? 0)
    }

    /// u⁽ᵏ⁾: an item counts as many kths of a host as it has whole (k + 1)ths, one of exactly so many (k + 1)ths as it is.
    private static func byClass(_ k: Int64, _ sizes: [Int64], _ room: Int64) -> Int {
        let parts = k * (k + 1)
        let sum = sizes.reduce(Int64(0)) { sum, size in
            let (whole, rest) = ((k + 1) * size).quotientAndRemainder(dividingBy: room)
            return sum + whole * (rest == 0 ? k : k + 1)
        }
        return Int((sum + parts - 1) / parts)
    }

    /// L2: for each threshold the small ones above it must go beside those over half a host, or to hosts of their own.
    private static func byHalves(_ sizes: [Int64], _ room: Int64) -> Int {
        let large = sizes.filter { 2 * $0 > room }.sorted(by: >)
        let small = sizes.filter { 2 * $0 <= room }.sorted(by: >)
        var best = large.count
        // With a falling threshold more of the small ones count, and more of the large ones leave them room.
        var alone = 0
        while alone < large.count, large[alone] + (small.first ?? 0) > room { alone += 1 }
        var (beside, rest) = (large.dropFirst(alone).reduce(0, +), Int64(0))
        for (at, size) in small.enumerated() {
            rest += size
            while alone > 0, large[alone - 1] + size <= room {
                alone -= 1
                beside += large[alone]
            }
            guard at + 1 == small.count || small[at + 1] != size else { continue }
            let left = rest - (Int64(large.count - alone) * room - beside)
            if left > 0 { best = max(best, large.count + Int((left + room - 1) / room)) }
        }
        return best
    }
}
