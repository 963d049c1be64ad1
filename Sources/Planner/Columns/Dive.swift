/// Builds packings from column generation: the heaviest patterns are fixed, the rest is priced again, until nothing is
/// left.
struct Dive {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64

    /// - Parameter goal: stops when a packing has at most this many hosts.
    func run(_ root: ColumnGeneration, best: Layout, goal: Int) -> Layout {
        var random = Random(seed: seed)
        var fixed: [Layout.Bin] = []
        var remaining = Array(0..<problem.count)
        var generation = root
        var best = best
        while !deadline.isOver, best.hosts.count > goal {
            let chosen = fix(generation.solution, &random)
            if chosen.isEmpty { break }
            fixed += chosen.map { Layout.Bin(type: 0, items: $0.map { remaining[$0] }) }
            let gone = Set(chosen.joined())
            let left = remaining.indices.filter { !gone.contains($0) }
            let patterns = shrink(generation.patterns, left)
            remaining = left.map { remaining[$0] }
            if remaining.isEmpty {
                if fixed.count < best.hosts.count { best = Layout(hosts: fixed) }
                break
            }
            let part = problem.subset(remaining)
            best = complete(part, fixed, remaining, best, goal, &random)
            generation = ColumnGeneration(part, patterns: patterns, deadline: deadline, random: &random)
            generation.budget = 300_000
            generation.advance(work: 100_000_000)
            if fixed.count + generation.wholeBound >= best.hosts.count { break }
        }
        return best
    }

    /// Patterns to fix: all near 1, else the heaviest with some luck; never two that share an item.
    private func fix(_ solution: [(pattern: [Int], weight: Double)], _ random: inout Random) -> [[Int]] {
        let noisy = solution.map { (pattern: $0.pattern, weight: $0.weight + 0.15 * random.unit()) }
            .sorted { $0.weight > $1.weight }
        var taken: Set<Int> = []
        var chosen: [[Int]] = []
        for (pattern, weight) in noisy where weight > 0.9 || chosen.count < max(1, solution.count / 20) {
            guard taken.isDisjoint(with: pattern) else { continue }
            taken.formUnion(pattern)
            chosen.append(pattern)
        }
        return chosen
    }

    /// The same patterns over the items that are left, in their new indices.
    private func shrink(_ patterns: [[Int]], _ left: [Int]) -> [[Int]] {
        var position = [Int](repeating: -1, count: (patterns.joined().max() ?? 0) + 1)
        for (new, old) in left.enumerated() where old < position.count { position[old] = new }
        var seen: Set<[Int]> = []
        return patterns.compactMap { pattern in
            let short = pattern.compactMap { position[$0] >= 0 ? position[$0] : nil }.sorted()
            return short.count > 1 && seen.insert(short).inserted ? short : nil
        }
    }

    /// Packs what is left by filling and squeezing.
    private func complete(
        _ part: PackingProblem, _ fixed: [Layout.Bin], _ remaining: [Int], _ best: Layout, _ goal: Int,
        _ random: inout Random
    ) -> Layout {
        let fill = Filling(problem: part, measure: .dot, scarcity: 1)
        guard let start = fill.pack(on: 0, random: &random) else { return best }
        var squeeze = Squeeze(part, start, random: random)
        squeeze.floor = max(1, goal - fixed.count)
        squeeze.patience = 10
        let rest = squeeze.run(failures: 2) { deadline.isOver }
        let whole = Layout(hosts: fixed + rest.mapped(through: remaining).hosts)
        return whole.hosts.count < best.hosts.count ? whole : best
    }
}
