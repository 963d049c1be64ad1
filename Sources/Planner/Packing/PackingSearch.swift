internal import Estate

/// One search: the phases in order, the best layout and the best bound so far.
///
/// ```
/// Opening (first fit, filling) → Exact for few items → one host type and few hundred items: Hybrid
///                                                    → otherwise: Rounds; other host types (Downsizing, Exchange)
/// ```
struct PackingSearch: Sendable {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64
    let workers: Int
    private(set) var bound = 0.0

    /// Items up to which all packings are searched.
    static let few = 40
    /// Items up to which column generation is tried.
    static let mostForColumns = 600
    /// Dimensions up to which many items are looked through for copies.
    static let fewDimensions = 16
    /// Rounds without progress after which a search ends.
    private var patience: Int { problem.count <= 100 ? 100 : 150 }

    init(problem: PackingProblem, deadline: Deadline, seed: UInt64, workers: Int) {
        self.problem = problem
        self.deadline = deadline
        self.seed = seed
        self.workers = workers
    }

    mutating func run() async throws(Failure) -> Layout {
        guard problem.count > 0 else { return Layout(hosts: []) }
        let provable = problem.loose ?? problem
        bound = CostStep.next(
            max(
                VolumeBound.of(provable), HostCountBound.of(provable), TypeMixBound.of(provable),
                HostMixBound.of(provable), SizeClassBound.of(provable), CliqueBound.of(provable)),
            problem.types.map(\.cost))
        // Of few items the search over all packings knows sooner that there is none than a long look finds none.
        let areFew = problem.count <= Self.few
        let opener = Opening(problem: problem, deadline: deadline, seed: seed, workers: workers)
        var best = await opener.run(rescues: !areFew)
        if areFew || best == nil && problem.count <= 200 {
            var exact = Exact(problem, budget: 100_000, known: best, bound: bound)
            let (layout, isProved) = exact.run()
            best = layout
            if isProved, let layout {
                bound = max(bound, optimum(of: layout))
                if isReached(layout) || problem.loose == nil { return layout }
            }
            if areFew, best == nil, !isProved { best = opener.rescued() }
        }
        guard let opening = best else { throw refusal() }
        if isReached(opening) { return opening }
        guard let classes else { return await rounds(opening) }
        return await hybrid(opening, classes)
    }

    /// What is proved once `layout` is the best of the rounded problem: its cost where nothing was rounded, else the best
    /// of the loose twin, 0 where that is not found.
    private func optimum(of layout: Layout) -> Double {
        guard let loose = problem.loose else { return layout.cost(problem) }
        var exact = Exact(loose, budget: 100_000, known: layout, bound: bound)
        let (best, isProved) = exact.run()
        return isProved ? best?.cost(loose) ?? 0 : 0
    }

    private func isReached(_ layout: Layout) -> Bool { layout.cost(problem) * (1 - 1e-12) <= bound }

    private mutating func rounds(_ opening: Layout) async -> Layout {
        var best = Downsizing(problem: problem).run(opening)
        var stale = 0
        var round: UInt64 = 0
        while !deadline.isOver, stale < patience, !isReached(best) {
            var rounds = Rounds(problem: problem, deadline: deadline, seed: seed &+ round &* 7919)
            if round == 0 { (rounds.group, rounds.patience, rounds.failures) = (40, 2, 1) }
            if problem.rules.areGlobal { rounds.group = .max / 2 }
            let squeezed = Downsizing(problem: problem).run(await rounds.improve(best, rounds: 1))
            let next = Exchange(problem: problem, deadline: deadline, seed: seed &+ round).run(squeezed)
            stale = next.cost(problem) < best.cost(problem) * (1 - 1e-12) ? 0 : stale + 1
            best = next
            round += 1
        }
        return best
    }

    /// One host type, and few enough kinds of items for column generation.
    private var classes: ItemClasses? {
        guard problem.types.count == 1, problem.rules.isEmpty else { return nil }
        guard problem.count <= Self.mostForColumns || problem.dimensions <= Self.fewDimensions else { return nil }
        let classes = ItemClasses(problem)
        let most = problem.count <= Self.mostForColumns ? Self.mostForColumns : Self.mostForColumns / 2
        return classes.count <= most ? classes : nil
    }

    private mutating func hybrid(_ opening: Layout, _ classes: ItemClasses) async -> Layout {
        let cost = problem.types[0].cost
        let goal = cost > 0 ? Int((bound / cost * (1 - 1e-12)).rounded(.up)) : 0
        var hybrid = Hybrid(problem, classes, opening, goal: goal, deadline: deadline, seed: seed)
        let best = await hybrid.run(patience: patience * 10)
        bound = max(bound, Double(hybrid.bound) * cost)
        return best
    }

    /// The hosts do not suffice, with the numbers.
    private func refusal() -> Failure {
        let limits = problem.types.map { $0.limit == .max ? "any number of \($0.name)" : "\($0.limit) of \($0.name)" }
        return Failure(
            "pack", on: "\(problem.count) items",
            because: "no packing was found on \(limits.joined(separator: ", "))"
                + (bound > 0 ? "; the summed demand alone costs \(bound)" : ""),
            next: "add hosts, or leave items out", exit: .refused)
    }
}
