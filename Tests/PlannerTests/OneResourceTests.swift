import Estate
import TestSupport
import Testing

@testable import Planner

/// Servers that differ in one resource: if these fail, an office buys a host more than it needs, or is told that it needs one.
@Suite struct `One resource, packed to the last unit` {
    private func solve(_ room: Double, _ sizes: [Double]) async throws -> Packing {
        try await PackingSolver(timeLimit: 20, seed: 1).solve(.init(room, sizes))
    }

    // Falkenauer's triplets (1996): every host must be filled to the last unit by exactly three.
    @Test(arguments: [60, 120]) func `triplets that fill their hosts need no host more`(count: Int) async throws {
        var random = SeededRandom(UInt64(count))
        let sizes = (0..<count / 3).flatMap { _ in
            let first = Int.random(in: 380...490, using: &random)
            let second = Int.random(in: 250...(1000 - first) / 2, using: &random)
            return [first, second, 1000 - first - second].map(Double.init)
        }
        let packing = try await solve(1000, sizes)
        #expect(packing.hosts.count == count / 3 && packing.proved)
    }

    // Sizes like these leave no host full, so the volume proves nothing.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `sizes of every kind are packed as well as can be, and that is proved`(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        let sizes = (0..<160).map { _ in Double(Int.random(in: 1...800, using: &random)) }
        let packing = try await solve(1000, sizes)
        #expect(packing.proved)
    }

    @Test func `a thousand servers of twelve sizes are packed as well as can be, and that is proved`() async throws {
        var random = SeededRandom(5)
        let shapes = (0..<12).map { _ in
            [Double(Int.random(in: 2...24, using: &random)), Double(Int.random(in: 8...96, using: &random))]
        }
        let packing = try await PackingSolver(timeLimit: 20, seed: 1).solve(
            PackingInstance(
                resources: ["cpu", "memory"], hosts: [.init(type: "h", capacity: [64, 256])],
                items: shapes.enumerated().map { .init(id: "i\($0.offset)", demand: $0.element, count: 84) }))
        #expect(packing.objective - packing.lowerBound <= 1)
        #expect(packing.hosts.flatMap(\.items).count == 1008)
    }

    /// The program's bound, at every step on its way, against the search over all partitions.
    @Test(arguments: 1...UInt64(Rounds.count(120, thorough: 3_000)))
    func `a bound of patterns is never above the optimum`(seed: UInt64) throws {
        var instances = RandomInstances(seed: seed)
        var instance = seed % 2 == 0 ? instances.next(items: 7) : instances.single(items: 8)
        instance.hosts = [instance.hosts[0]]
        instance.hosts[0].cost = 1
        var force = BruteForce(instance)
        let least = force.leastCost()
        guard least < .infinity else { return }
        let problem = PackingProblem(instance)
        let twin = problem.loose ?? problem
        var provable = [twin]
        if twin.dimensions == 1 { provable += [twin.coarse(parts: 10), twin.coarse(parts: 1000)] }
        for problem in provable {
            var random = Random(seed: seed)
            let deadline = Deadline(now: { 0 }, end: 1)
            var columns = ColumnGeneration(ItemClasses(problem), deadline: deadline, random: &random)
            // A search that may look at next to nothing must not claim more than it knows.
            columns.budget = seed % 3 == 0 ? 20 : 100_000
            for _ in 0..<200 where !columns.isConverged {
                columns.advance(work: 1, aim: 0)
                #expect(Double(columns.bound) <= least + 1e-9, "\(columns.bound) hosts, \(least) are enough")
            }
            #expect(columns.bound > 0 || columns.budget == 20)
        }
    }

    @Test(arguments: 1...UInt64(60))
    func `the table of sums knows the dearest pattern`(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let room = Int.random(in: 5...60, using: &random)
        let sizes = (0..<6).map { _ in Double(Int.random(in: 1...room, using: &random)) }
        let classes = ItemClasses(PackingProblem(.init(Double(room), sizes + sizes.prefix(3) + sizes.prefix(1))))
        var table = try #require(KnapsackTable(classes))
        let prices = classes.counts.map { _ in Int.random(in: 0...1000, using: &random) }
        let found = table.solve(prices, left: classes.counts, above: 0, most: 100)
        #expect(found.ceiling == max(1, Self.dearest(classes, prices, room)))
        for pattern in found.patterns {
            #expect(pattern.fits(in: classes.counts))
            let size = pattern.parts.reduce(0) { $0 + $1.times * classes.problem.demand($1.row, at: 0) }
            #expect(size <= room)
        }
    }

    @Test(arguments: 1...UInt64(60)) func `a search that is given up claims no more than it knows`(seed: UInt64) {
        var random = SeededRandom(seed)
        let room = Int.random(in: 20...60, using: &random)
        let sizes = (0..<9).map { _ in Double(Int.random(in: 1...room / 2, using: &random)) }
        let classes = ItemClasses(PackingProblem(.init(Double(room), sizes)))
        var pricing = PatternPricing(classes.problem)
        let prices = classes.counts.map { _ in Int.random(in: 0...1000, using: &random) }
        for budget in [0, 5, 20, 100_000] {
            let found = pricing.solve(prices, left: classes.counts, above: 0, budget: budget)
            #expect(found.ceiling >= Self.dearest(classes, prices, room), "\(budget) items looked at")
        }
        let quick = pricing.greedy(prices, left: classes.counts, above: 0, most: 5)
        #expect(quick.ceiling >= Self.dearest(classes, prices, room))
    }

    private static func dearest(_ classes: ItemClasses, _ prices: [Int], _ room: Int) -> Int {
        func best(_ row: Int, _ room: Int) -> Int {
            guard row < classes.count else { return 0 }
            let size = classes.problem.demand(row, at: 0)
            return (0...classes.counts[row]).filter { $0 * size <= room }
                .map { $0 * prices[row] + best(row + 1, room - $0 * size) }.max() ?? 0
        }
        return best(0, room)
    }
}

extension PackingInstance {
    /// One resource, hosts of one size.
    fileprivate init(_ room: Double, _ sizes: [Double]) {
        self.init(
            resources: ["size"], hosts: [.init(type: "h", capacity: [room])],
            items: sizes.enumerated().map { Item(id: "i\($0.offset)", demand: [$0.element]) })
    }
}

extension RandomInstances {
    /// One resource and one host type; copies of a size, and sizes with many digits.
    fileprivate mutating func single(items most: Int) -> PackingInstance {
        let room = Double(20 + below(80))
        let isBroken = below(2) == 0
        let sizes = (0..<3 + below(most - 2)).map { _ in
            let size = Double(1 + below(Int(room) * 6 / 10))
            return isBroken ? size.squareRoot() * room.squareRoot() : size
        }
        return PackingInstance(room, sizes)
    }
}
