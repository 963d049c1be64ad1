/// Builds packings from column generation: the heaviest patterns are fixed, the rest is priced again, until nothing is
/// left.
struct Dive {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64

    /// - Parameter goal: stops when a packing has at most this many hosts.
    func run(_ root: ColumnGeneration, best: Layout, goal: Int) -> Layout {
        var random = Random(seed: seed)
        let classes = root.classes
        var generation = root
        generation.budget = 1_000_000
        var fixed: [Pattern] = []
        var left = root.left
        var best = best
        while !deadline.isOver, best.hosts.count > goal {
            let chosen = choose(generation.solution, left, &random)
            if chosen.isEmpty { break }
            fixed += chosen
            for part in chosen.flatMap(\.parts) { left[part.row] -= part.times }
            let (hosts, rest) = classes.dealt(fixed)
            if rest.isEmpty {
                if hosts.count < best.hosts.count { best = Layout(hosts: hosts) }
                break
            }
            best = completed(hosts, rest, best, goal, &random)
            generation.restrict(to: left)
            generation.advance(
                work: 100_000_000, enough: best.hosts.count - fixed.count, aim: goal - fixed.count,
                isQuick: true)
            if fixed.count + max(generation.bound, generation.hosts) >= best.hosts.count { break }
        }
        return best
    }

    /// Patterns to fix: whole uses, those near 1, else the heaviest with some luck; never more than is left.
    private func choose(
        _ solution: [(pattern: Pattern, weight: Double)], _ left: [Int], _ random: inout Random
    ) -> [Pattern] {
        var left = left
        var chosen: [Pattern] = []
        func take(_ pattern: Pattern, _ times: Int) {
            let uses = min(times, pattern.uses(of: left))
            guard uses > 0 else { return }
            for part in pattern.parts { left[part.row] -= part.times * uses }
            chosen += Array(repeating: pattern, count: uses)
        }
        for (pattern, weight) in solution where weight >= 1 - 1e-4 { take(pattern, Int(weight + 1e-4)) }
        let most = max(1, solution.count / 20)
        let noisy = solution.map { (pattern: $0.pattern, weight: $0.weight - Double(Int($0.weight + 1e-4))) }
            .filter { $0.weight > 1e-5 }
            .map { (pattern: $0.pattern, part: $0.weight, weight: $0.weight + 0.15 * random.unit()) }
            .sorted { $0.weight > $1.weight }
        for candidate in noisy where candidate.part > 0.9 || chosen.count < most { take(candidate.pattern, 1) }
        return chosen
    }

    /// Packs what is left by filling and squeezing.
    private func completed(
        _ hosts: [Layout.Bin], _ rest: [Int], _ best: Layout, _ goal: Int, _ random: inout Random
    ) -> Layout {
        let part = problem.subset(rest)
        var whole = best
        func consider(_ layout: Layout) {
            guard hosts.count + layout.hosts.count < whole.hosts.count else { return }
            whole = Layout(hosts: hosts + layout.mapped(through: rest).hosts)
        }
        if let layout = SubsetFilling(part)?.pack() { consider(layout) }
        guard whole.hosts.count > goal, rest.count <= 150 || part.dimensions > 1 else { return whole }
        let fill = Filling(problem: part, measure: .dot, scarcity: 1)
        guard let start = fill.pack(on: 0, random: &random) else { return whole }
        var squeeze = Squeeze(part, start, random: random)
        squeeze.floor = max(1, goal - hosts.count)
        squeeze.patience = 10
        consider(squeeze.run(failures: 2) { deadline.isOver })
        return whole
    }
}
