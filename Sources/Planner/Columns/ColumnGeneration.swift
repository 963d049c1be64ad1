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
    /// Quick ways find no pattern that improves it; the long search has not been asked.
    private(set) var isNearlyConverged = false
    /// How many of each class are to be packed.
    private(set) var left: [Int]

    /// Prices between the last ones and those before.
    private var smooth: [Double]?
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

    /// Hosts that the program uses, in parts, rounded up.
    var hosts: Int { Int((program.objective - 1e-4).rounded(.up)) }

    /// Known patterns, such as the hosts of a packing.
    mutating func add(_ patterns: [Pattern]) { program.add(patterns) }

    /// Fewer are left: the program goes on from there, its bound begins anew.
    mutating func restrict(to left: [Int]) {
        self.left = left
        program.restrict(to: left) { deadline.isOver }
        bound = 0
        smooth = nil
        (isConverged, isNearlyConverged) = (false, false)
    }

    /// - Parameter work: about how many numbers may be touched.
    /// - Parameter enough: ends when the bound reaches this.
    /// - Parameter isQuick: ends when quick ways find nothing more.
    /// - Parameter aim: the program has done its work when it needs no more hosts than this.
    mutating func advance(work: Int, enough: Int = .max, aim: Int, isQuick: Bool = false) {
        var rest = work
        while !isConverged, rest > 0, !deadline.isOver {
            let before = program.work
            program.settle { deadline.isOver }
            rest -= program.work - before
            if program.objective <= Double(aim) + 1e-4 {
                isConverged = true
                return
            }
            rest -= smoothed(isQuick)
            if bound >= enough || isQuick && isNearlyConverged { return }
        }
    }

    /// Prices swing from step to step; those between the last and the present ones find patterns that last. Where they find
    /// none that helps, the present ones are asked.
    /// - Returns: the work.
    private mutating func smoothed(_ isQuick: Bool) -> Int {
        let prices = program.duals
        var spent = 0
        if table == nil, let last = smooth {
            let mixed = zip(last, prices).map { 0.5 * max(0, $0) + 0.5 * max(0, $1) }
            smooth = mixed
            let found = priced(mixed, isQuick: true)
            spent += found.work * (1 + classes.problem.rows / 2)
            let helpful = found.patterns.filter { program.isImproving($0) }
            if program.add(helpful) > 0 { return spent }
        }
        smooth = prices
        let found = priced(prices, isQuick: isQuick)
        spent += found.work * (1 + classes.problem.rows / 2)
        isNearlyConverged = program.add(found.patterns) == 0
        isConverged = isNearlyConverged && (table != nil || !isQuick)
        return spent
    }

    /// Looks for patterns that improve the program. Whatever the prices are, in whole numbers they prove a bound: a host
    /// carries at most the ceiling of them, so the price of all needs so many hosts.
    private mutating func priced(_ duals: [Double], isQuick: Bool) -> PatternPricing.Outcome {
        let scale = table?.scale(duals) ?? Double(1 << 30)
        let prices = duals.map { $0 > 0 ? Int(($0 * scale).rounded(.down)) : 0 }
        let above = Int(scale * (1 + 1e-7)) + 1
        let found =
            table?.solve(prices, left: left, above: above, most: 16 + classes.count / 8)
            ?? searched(prices, above, isQuick)
        let sum = zip(prices, left).reduce(0) { $0 + $1.0 * $1.1 }
        bound = max(bound, (sum + found.ceiling - 1) / found.ceiling)
        return found
    }

    /// Quick ways first: while they find patterns, the long search is not needed.
    private mutating func searched(_ prices: [Int], _ above: Int, _ isQuick: Bool) -> PatternPricing.Outcome {
        var spent = 0
        let quick = pricing.greedy(prices, left: left, above: above, most: 16 + classes.count / 8)
        if !quick.patterns.isEmpty { return quick }
        spent += quick.work
        var found = PatternPricing.Outcome()
        for budget in isQuick ? [budget / 50] : [budget / 50, budget] {
            found = pricing.solve(prices, left: left, above: above, budget: budget)
            spent += found.work
            if !found.patterns.isEmpty { break }
        }
        found.work = spent
        return found
    }
}
