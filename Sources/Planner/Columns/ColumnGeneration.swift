/// Column generation for one host type: a bound on the number of hosts that is nearly always the number itself, and
/// patterns to build a packing from (Gilmore and Gomory 1961; the bound that holds before the end is Farley's, 1990).
///
/// Works in slices of counted work, so that another search can take turns with it and the result depends on no clock.
struct ColumnGeneration: Sendable {
    let problem: PackingProblem
    let deadline: Deadline
    /// Items looked at in each search for a pattern.
    var budget = 3_000_000

    /// No packing has fewer hosts than this.
    private(set) var bound = 0.0
    /// The program is solved: no pattern improves it.
    private(set) var isConverged = false
    private(set) var patterns: [[Int]]
    /// The patterns in use, heaviest first.
    private(set) var solution: [(pattern: [Int], weight: Double)] = []

    private var master: CoveringMaster
    private var pricing: PatternPricing

    /// - Parameter patterns: known patterns to begin with, such as the hosts of a packing.
    init(_ problem: PackingProblem, patterns: [[Int]], deadline: Deadline, random: inout Random) {
        self.problem = problem
        self.deadline = deadline
        self.patterns = patterns
        master = CoveringMaster(count: problem.count, random: &random)
        pricing = PatternPricing(problem)
    }

    var wholeBound: Int { Int((bound - 1e-6).rounded(.up)) }

    mutating func add(_ more: [[Int]]) { patterns += more }

    /// - Parameter work: about how many numbers may be touched.
    /// - Parameter enough: ends when the bound, rounded up, reaches this.
    mutating func advance(work: Int, enough: Int = .max) {
        var left = work
        while !isConverged, left > 0, !deadline.isOver {
            let before = master.pivots
            settle()
            left -= (master.pivots - before) * (problem.count * problem.count + patterns.count * 4)
            solution = master.solution
            let prices = master.duals.map { max(0, $0) }
            let found = pricing.solve(prices, budget: budget)
            left -= found.work
            bound = max(bound, prices.reduce(0, +) / max(1, found.ceiling))
            isConverged = found.patterns.isEmpty
            if wholeBound >= enough { return }
            patterns += found.patterns
        }
    }

    /// Optimises over the known patterns.
    private mutating func settle() {
        master.price()
        for _ in 0..<100_000 where !deadline.isOver {
            if (master.duals.min() ?? 0) < -1e-9 {
                master.dropNegativePrice()
            } else {
                var best = -1
                var bestValue = 1 + 1e-7
                for at in patterns.indices {
                    let value = master.value(patterns[at])
                    if value > bestValue {
                        bestValue = value
                        best = at
                    }
                }
                guard best >= 0 else { return }
                master.enter(patterns[best])
            }
            master.price()
        }
    }
}
