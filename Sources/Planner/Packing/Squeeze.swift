/// Empties hosts one by one (ejection chains; Nagata and Bräysy 2009 for vehicle fleets).
///
/// ```
/// the emptiest host is closed → its items are homeless
/// a homeless item moves in where there is room,
///                 or where one or two smaller, seldom evicted items make room: these are homeless next
/// nobody homeless → one host fewer; too many tries → back to the last packing without homeless
/// ```
///
/// Works on hosts of one problem in one thread; deterministic for a seed and a number of tries.
struct Squeeze {
    let problem: PackingProblem
    let bins: Bins
    var random: Random
    /// Tries for each item before a host is given up.
    var patience = 40
    /// Packing cannot go below this many hosts.
    var floor = 1

    private var homeless: [Int] = []
    /// How often an item was evicted or found no place: items that are hard to place stay where they are.
    private var hardship: [Float]
    /// The try at which an item may be evicted again.
    private var restingUntil: [Int]
    private var tries = 0

    init(_ problem: PackingProblem, _ layout: Layout, random: Random) {
        self.init(problem, Bins(problem, layout), random: random)
    }

    init(_ problem: PackingProblem, _ bins: Bins, random: Random) {
        self.problem = problem
        self.bins = bins
        self.random = random
        hardship = Array(repeating: 1, count: problem.count)
        restingUntil = Array(repeating: 0, count: problem.count)
    }

    /// Places these items on the hosts that are open, whatever it takes.
    ///
    /// - Returns: nil when patience or time ended first.
    mutating func settleAll(_ items: [Int], isOver: () -> Bool) -> Layout? {
        homeless = items.reversed()
        let open = Array(0..<bins.count)
        var left = patience * problem.count
        while let item = homeless.popLast() {
            tries += 1
            left -= 1
            if !settleInOrder(item) {
                hardship[item] += 1
                evict(for: item, open)
            }
            guard left > 0, tries & 15 != 0 || !isOver() else { return nil }
        }
        return bins.layout
    }

    /// Puts the item on the first host that has others and room, else on the first with room.
    private mutating func settleInOrder(_ item: Int) -> Bool {
        let fitting = (0..<bins.count).filter { bins.fits(item, in: $0) }
        guard let bin = fitting.first(where: { bins.members($0) > 0 }) ?? fitting.first else { return false }
        bins.put(item, in: bin)
        restingUntil[item] = tries + 5
        return true
    }

    /// Empties hosts until none can be emptied or time is up. What cannot be emptied is left as empty as possible, so
    /// that the next round, with other neighbours, starts from there.
    ///
    /// - Returns: the packing with the fewest hosts found.
    mutating func run(failures: Int = 1, isOver: () -> Bool) -> Layout {
        var best = bins.layout
        var failed: Set<Int> = []
        while best.hosts.count > floor, !isOver(), failed.count < failures, let victim = emptiest(except: failed) {
            if close(victim, isOver: isOver) {
                failed = []
            } else {
                restore(victim)
                failed.insert(victim)
            }
            best = bins.layout
        }
        return best
    }

    /// The non-empty host whose items are smallest in sum, for what the host costs.
    private func emptiest(except: Set<Int>) -> Int? {
        var best: Int?
        var bestSize = Double.infinity
        for bin in 0..<bins.count where bins.members(bin) > 0 && !except.contains(bin) {
            let cost = max(problem.types[Int(bins.kind[bin])].cost, 1e-9)
            let size = bins.items(bin).reduce(0.0) { $0 + problem.size[$1] } / cost
            if size < bestSize {
                bestSize = size
                best = bin
            }
        }
        return best
    }

    /// Places of all items when the homeless were fewest and fitted on the closed host together.
    private var kept: [Int32] = []

    private mutating func keep(_ victim: Int) {
        for item in 0..<problem.count { kept[item] = bins.place[item] }
        for item in homeless { kept[item] = Int32(victim) }
    }

    private mutating func restore(_ victim: Int) {
        for item in 0..<problem.count where bins.place[item] != kept[item] && bins.place[item] >= 0 { bins.take(item) }
        for item in 0..<problem.count where bins.place[item] < 0 { bins.put(item, in: Int(kept[item])) }
        homeless = []
    }

    /// The homeless fit on the empty host `victim` together.
    private func fitTogether(_ victim: Int) -> Bool {
        for (at, item) in homeless.enumerated() {
            guard bins.fits(item, in: victim) else {
                for placed in homeless[..<at] { bins.take(placed) }
                return false
            }
            bins.put(item, in: victim)
        }
        for item in homeless { bins.take(item) }
        return true
    }

    /// - Returns: whether everybody found another place.
    private mutating func close(_ victim: Int, isOver: () -> Bool) -> Bool {
        homeless = bins.items(victim).sorted { (problem.size[$0], $1) < (problem.size[$1], $0) }
        for item in homeless { bins.take(item) }
        kept = Array(repeating: -1, count: problem.count)
        keep(victim)
        let open = (0..<bins.count).filter { $0 != victim && bins.members($0) > 0 }
        guard !open.isEmpty else { return false }
        var left = patience * problem.count
        var fewest = homeless.reduce(0.0) { $0 + problem.size[$1] }
        while let item = homeless.popLast() {
            tries += 1
            left -= 1
            if !settle(item, open) {
                hardship[item] += 1
                evict(for: item, open)
            }
            guard left > 0, tries & 15 != 0 || !isOver() else { return false }
            let sum = homeless.reduce(0.0) { $0 + problem.size[$1] }
            if sum < fewest - 1e-12, fitTogether(victim) {
                fewest = sum
                left = patience * problem.count
                keep(victim)
            }
        }
        return true
    }

    /// Puts the item where it fits, the fullest host first seen from a random start.
    private mutating func settle(_ item: Int, _ open: [Int]) -> Bool {
        var at = random.below(open.count)
        for _ in open.indices {
            if bins.fits(item, in: open[at]) {
                bins.put(item, in: open[at])
                restingUntil[item] = tries + 5
                return true
            }
            at += 1
            if at == open.count { at = 0 }
        }
        return false
    }

    /// Makes room for the item by sending one or two others away: those that cost least.
    private mutating func evict(for item: Int, _ open: [Int]) {
        var best = Eviction()
        let start = random.below(open.count)
        for step in open.indices {
            let bin = open[start + step < open.count ? start + step : start + step - open.count]
            considerOne(for: item, in: bin, &best)
            considerTwo(for: item, in: bin, &best)
        }
        guard best.bin >= 0 else {
            homeless.insert(item, at: random.below(homeless.count + 1))
            return
        }
        bins.take(best.out)
        if best.other >= 0 { bins.take(best.other) }
        bins.put(item, in: best.bin)
        restingUntil[item] = tries + 3 + random.below(8)
        homeless.append(best.out)
        if best.other >= 0 { homeless.append(best.other) }
    }

    private struct Eviction {
        var bin = -1
        var out = -1
        var other = -1
        var cost = Float.infinity
    }

    @inline(__always)
    private func price(_ item: Int) -> Float { Float(problem.size[item]) * hardship[item] }

    private func considerOne(for item: Int, in bin: Int, _ best: inout Eviction) {
        var out = bins.first(bin)
        while out >= 0 {
            if restingUntil[out] <= tries {
                let cost = price(out)
                if cost < best.cost, bins.fits(item, in: bin, without: out) {
                    best = Eviction(bin: bin, out: out, cost: cost)
                }
            }
            out = bins.after(out)
        }
    }

    private func considerTwo(for item: Int, in bin: Int, _ best: inout Eviction) {
        var out = bins.first(bin)
        while out >= 0 {
            let first = price(out)
            if restingUntil[out] <= tries, first < best.cost {
                var other = bins.after(out)
                while other >= 0 {
                    let cost = first + price(other)
                    if cost < best.cost, restingUntil[other] <= tries,
                        Vectors.fits(
                            bins.free(bin), problem.demand(item), without: problem.demand(out),
                            problem.demand(other), problem.rows),
                        bins.allows(item, in: bin, without: out, other)
                    {
                        best = Eviction(bin: bin, out: out, other: other, cost: cost)
                    }
                    other = bins.after(other)
                }
            }
            out = bins.after(out)
        }
    }
}
