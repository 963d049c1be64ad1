/// Column generation and ejection chains take turns of about the same work, side by side, until the best packing has as
/// few hosts as are proved to be needed.
struct Hybrid: Sendable {
    let problem: PackingProblem
    let classes: ItemClasses
    let deadline: Deadline
    let seed: UInt64
    /// No packing has fewer hosts than this.
    private(set) var bound: Int

    private var best: Layout
    private var columns: ColumnGeneration
    /// A program for the bound alone: of the numbers rounded the other way, where they had to be rounded, so that what
    /// it says is true of those that were written; of coarse ones where the true ones are too fine for a table.
    private var proof: ColumnGeneration?

    /// - Parameter goal: no packing has fewer hosts than this.
    init(
        _ problem: PackingProblem, _ classes: ItemClasses, _ opening: Layout, goal: Int, deadline: Deadline,
        seed: UInt64
    ) {
        self.problem = problem
        self.classes = classes
        self.deadline = deadline
        self.seed = seed
        best = opening
        bound = goal
        var random = Random(seed: seed)
        columns = ColumnGeneration(classes, deadline: deadline, random: &random)
        columns.add(opening.hosts.map { classes.pattern(of: $0.items) })
        proof = Self.provable(problem).map { ColumnGeneration(ItemClasses($0), deadline: deadline, random: &random) }
    }

    /// Parts of a host that a table of sums can count.
    private static let parts = 10_000

    private static func provable(_ problem: PackingProblem) -> PackingProblem? {
        let twin = problem.loose ?? problem
        if twin.dimensions == 1, twin.capacity(0, at: 0) > parts { return twin.coarse(parts: parts) }
        return problem.loose
    }

    /// - Parameter patience: turns without progress after which the search ends.
    mutating func run(patience: Int) async -> Layout {
        var (stale, step) = (0, UInt64(0))
        while !deadline.isOver, stale < patience, best.hosts.count > bound {
            let (next, dive, squeeze) = await turns(seed &+ step)
            (columns, proof) = (next.columns, next.proof)
            bound = max(bound, proof?.bound ?? 0, problem.loose == nil ? columns.bound : 0)
            let found = squeeze.hosts.count < dive.hosts.count ? squeeze : dive
            if found.hosts.count < best.hosts.count {
                columns.add(found.hosts.map { classes.pattern(of: $0.items) })
                (best, stale) = (found, 0)
            } else {
                (best, stale) = (squeeze, stale + 1)
            }
            step += 1
        }
        return best
    }

    private func turns(_ seed: UInt64) async -> (Hybrid, Layout, Layout) {
        async let dived = dive(seed)
        async let squeezed = squeeze(seed)
        let (next, dive) = await dived
        let (proved, squeeze) = await squeezed
        return (proved ?? next, dive, squeeze)
    }

    /// Patterns; packings from them as soon as quick ways find no more.
    @concurrent
    private func dive(_ seed: UInt64) async -> (Hybrid, Layout) {
        var next = self
        next.proof?.advance(work: Self.work, enough: best.hosts.count, aim: bound)
        if columns.isConverged || columns.isNearlyConverged {
            let dive = Dive(problem: problem, deadline: deadline, seed: seed)
            return (next, dive.run(columns, best: best, goal: bound))
        }
        next.columns.advance(work: Self.work, enough: best.hosts.count, aim: bound, isQuick: true)
        return (next, best)
    }

    /// Numbers that column generation may touch in a turn.
    private static let work = 400_000_000
    /// Rows of demand that ejection chains look at in a turn, about as long as column generation takes for its own.
    private static let items = 1_000

    /// Ejection chains; while packings are made from a program that is nearly solved, its end and so its bound.
    @concurrent
    private func squeeze(_ seed: UInt64) async -> (Hybrid?, Layout) {
        if columns.isNearlyConverged, !columns.isConverged {
            var next = self
            next.columns.advance(work: Self.work, enough: best.hosts.count, aim: bound)
            return (next, best)
        }
        let rounds = Rounds(problem: problem, deadline: deadline, seed: seed &* 31)
        let isSingle = problem.dimensions == 1
        let many = isSingle ? 1 : max(1, Self.items / (problem.count * problem.rows))
        let squeezed = await rounds.improve(best, rounds: many, floor: bound)
        // Where one resource counts, diving finds more than ejection chains.
        guard isSingle, columns.isConverged else { return (nil, squeezed) }
        return (nil, Dive(problem: problem, deadline: deadline, seed: ~seed).run(columns, best: squeezed, goal: bound))
    }
}
