/// Column generation for one host type: a bound on the number of hosts that is nearly always the number itself, and
/// patterns to build a packing from (Gilmore and Gomory 1961; the bound that holds before the end is Farley's, 1990).
///
/// Works in slices of counted work, so that another search can take turns with it and the result depends on no clock.
struct ColumnGeneration: Sendable {
    let classes: ItemClasses
    let deadline: Deadline
    /// Items looked at in each search for a pattern.
    var budget = 3_000_000

    /// No packing has fewer hosts than this.
    private(set) var bound = 0
    /// The program is solved: no pattern improves it, or not by a whole host.
    private(set) var isConverged = false
    /// How many of each class are to be packed.
    private(set) var left: [Int]

    private var program: PatternProgram
    private var pricing: PatternPricing
    private var table: KnapsackTable?

    init(_ classes: ItemClasses, deadline: Deadline, random: inout Random) {
        self.classes = classes
        self.deadline = deadline
        left = classes.counts
        program = PatternProgram(counts: classes.counts, random: &random)
        pricing = PatternPricing(classes.problem)
        table = KnapsackTable(classes)
    }

    /// The patterns in use and how often.
    var solution: [(pattern: Pattern, weight: Double)] { program.solution }

    /// Known patterns, such as the hosts of a packing.
    mutating func add(_ patterns: [Pattern]) { program.add(patterns) }

    /// Fewer are left: the program goes on from there, its bound begins anew.
    mutating func restrict(to left: [Int]) {
        self.left = left
        program.restrict(to: left) { deadline.isOver }
        bound = 0
        isConverged = false
    }

    /// - Parameter work: about how many numbers may be touched.
    /// - Parameter enough: ends when the bound reaches this.
    /// - Parameter aim: the program has done its work when it needs no more hosts than this.
    mutating func advance(work: Int, enough: Int = .max, aim: Int) {
        var rest = work
        while !isConverged, rest > 0, !deadline.isOver {
            let before = program.work
            program.settle { deadline.isOver }
            rest -= program.work - before
            if program.objective <= Double(aim) + 1e-4 {
                isConverged = true
                return
            }
            let found = priced(program.duals)
            rest -= found.work * (1 + classes.problem.rows / 2)
            isConverged = program.add(found.patterns) == 0
            if bound >= enough { return }
        }
    }

    /// Looks for patterns that improve the program. Whatever the prices are, in whole numbers they prove a bound: a host
    /// carries at most the ceiling of them, so the price of all needs so many hosts.
    private mutating func priced(_ duals: [Double]) -> PatternPricing.Outcome {
        let scale = table?.scale(duals) ?? Double(1 << 30)
        let prices = duals.map { $0 > 0 ? Int(($0 * scale).rounded(.down)) : 0 }
        let above = Int(scale * (1 + 1e-7)) + 1
        let found =
            table?.solve(prices, left: left, above: above, most: 16 + classes.count / 8)
            ?? searched(prices, above)
        let sum = zip(prices, left).reduce(0) { $0 + $1.0 * $1.1 }
        bound = max(bound, (sum + found.ceiling - 1) / found.ceiling)
        return found
    }

    /// Quick ways first: while they find patterns, the long search is not needed.
    private mutating func searched(_ prices: [Int], _ above: Int) -> PatternPricing.Outcome {
        var spent = 0
        let quick = pricing.greedy(prices, left: left, above: above, most: 16 + classes.count / 8)
        if !quick.patterns.isEmpty { return quick }
        spent += quick.work
        var found = PatternPricing.Outcome()
        for budget in [budget / 50, budget] {
            found = pricing.solve(prices, left: left, above: above, budget: budget)
            spent += found.work
            if !found.patterns.isEmpty { break }
        }
        found.work = spent
        return found
    }
}
