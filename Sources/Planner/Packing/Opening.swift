/// The first packings: quick ways to build one, best kept.
struct Opening: Sendable {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64
    let workers: Int

    /// Items that first fit packs at once; more are dealt into parts of this size.
    static let part = 5000

    /// - Parameter rescues: looks long for a packing where the quick ways find none.
    /// - Returns: nil when no way leads to a packing on the hosts that there are.
    func run(rescues: Bool) async -> Layout? {
        var found: [Layout] = []
        if problem.count <= Self.part * 2 {
            for type in problem.types.indices { found += firstFit(type) }
            if problem.types.count > 1 { found += Mixture(problem: problem).pack(deadline).map { [$0] } ?? [] }
        } else if let dealt = await dealt() {
            found.append(dealt)
        }
        if problem.count <= 1000, problem.dimensions <= 64 { found += fillings() }
        if let layout = SubsetFilling(problem)?.pack(), layout.hosts.count <= problem.types[0].limit {
            found.append(layout)
        }
        if found.isEmpty { found += Mixture(problem: problem).pack(deadline).map { [$0] } ?? [] }
        if found.isEmpty, rescues { found += rescued().map { [$0] } ?? [] }
        return found.enumerated()
            .min { ($0.element.cost(problem), $0.offset) < ($1.element.cost(problem), $1.offset) }?.element
    }

    func rescued() -> Layout? { Rescue(problem: problem, deadline: deadline, seed: seed).pack() }

    private func firstFit(_ type: Int) -> [Layout] {
        let first = FirstFit(problem: problem)
        return first.pack(first.decreasing(), on: type).map { [$0] } ?? []
    }

    private func fillings() -> [Layout] {
        var found: [Layout] = []
        for type in problem.types.indices {
            for measure in Filling.Measure.allCases {
                for scarcity in [0.0, 1, 2] where !deadline.isOver {
                    var random = Random(seed: seed)
                    let filling = Filling(problem: problem, measure: measure, scarcity: scarcity)
                    if let layout = filling.pack(on: type, random: &random) { found.append(layout) }
                }
            }
        }
        return found
    }

    /// Very many items: parts with the same mix of sizes, packed side by side. Rounds repair the seams.
    private func dealt() async -> Layout? {
        let order = FirstFit(problem: problem).decreasing()
        let parts = (order.count + Self.part - 1) / Self.part
        guard
            let type = problem.types.indices.first(where: { t in
                problem.types[t].limit == .max && order.allSatisfy { problem.fits($0, on: t) }
            })
        else { return nil }
        var results = [Layout?](repeating: nil, count: parts)
        await withTaskGroup(of: (Int, Layout?).self) { tasks in
            for p in 0..<parts {
                tasks.addTask {
                    let items = stride(from: p, to: order.count, by: parts).map { order[$0] }
                    let part = problem.subset(items)
                    return (p, FirstFit(problem: part).pack(Array(0..<items.count), on: type)?.mapped(through: items))
                }
            }
            for await (p, layout) in tasks { results[p] = layout }
        }
        guard results.allSatisfy({ $0 != nil }) else { return nil }
        return Layout(hosts: results.compactMap(\.self).flatMap(\.hosts))
    }
}
