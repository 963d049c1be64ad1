import Estate
import Planner
import TestSupport
import Testing

/// A bound above the optimum is a lie with a proof on it: somebody buys a host that nobody needs.
@Suite struct `Bounds hold for the numbers that were written` {
    private func solve(_ instance: PackingInstance) async throws -> Packing {
        try await PackingSolver(timeLimit: 1, seed: 1).solve(instance)
    }

    @Test func `an item as large as its host fits on it`() async throws {
        let root = 0.7071067811865476
        let packing = try await solve(
            PackingInstance(
                resources: ["cpu"],
                hosts: [.init(type: "big", capacity: [1], cost: 3), .init(type: "h", capacity: [root], cost: 1)],
                items: [.init(id: "i", demand: [root])]))
        #expect(packing.objective == 1)
        #expect(packing.lowerBound <= 1)
    }

    @Test func `two items that are a little too large for one host do not count as fitting`() async throws {
        let packing = try await solve(
            PackingInstance(
                resources: ["cpu"], hosts: [.init(type: "h", capacity: [1])],
                items: [.init(id: "a", demand: [0.50000004]), .init(id: "b", demand: [0.50000004])]))
        #expect(packing.objective == 2)
    }

    @Test func `a host of nothing carries an item that asks for nothing`() async throws {
        let packing = try await solve(
            PackingInstance(
                resources: ["cpu", "gpu"], hosts: [.init(type: "h", capacity: [1, 0])],
                items: [.init(id: "a", demand: [0.7071067811865476, 0])]))
        #expect(packing.objective == 1)
    }

    @Test func `a host that costs next to nothing is not proved to be enough for that reason`() async throws {
        let packing = try await solve(
            PackingInstance(
                resources: ["cpu"], hosts: [.init(type: "h", capacity: [1], cost: 1e-12)],
                items: [.init(id: "a", demand: [0.6]), .init(id: "b", demand: [0.6])]))
        #expect(packing.lowerBound <= packing.objective)
        #expect(packing.proved)
        #expect(packing.objective == 2e-12)
    }

    /// Irrational, tiny and huge numbers against every packing; ten thousand with `P2V_THOROUGH=1`.
    @Test(arguments: 1...UInt64(Rounds.count(300, thorough: 10_000)))
    func `the bound is never above the optimum, and the optimum never above the packing`(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        let scales: [Double] = [1, 1e-9, 1e9, 0.5.squareRoot(), 1e-150]
        let scale = scales[Int.random(in: 0..<5, using: &random)]
        let capacities = (0..<2).map { _ in Double.random(in: 0.5...1, using: &random).squareRoot() * scale }
        let costs = [Double.random(in: 1...3, using: &random), 1]
        let demands = (0..<5).map { _ in
            // Often exactly a host, half a host or a third of one.
            let shares: [Double] = [1, 0.5, 1 / 3, Double.random(in: 0.1...1, using: &random)]
            let share = shares[Int.random(in: 0..<4, using: &random)]
            return (capacities.randomElement(using: &random) ?? 1) * share
        }
        let hosts = zip(capacities, costs).enumerated().map {
            PackingInstance.HostType(type: "t\($0.offset)", capacity: [$0.element.0], cost: $0.element.1, count: nil)
        }
        let packing = try await solve(
            PackingInstance(
                resources: ["cpu"], hosts: hosts,
                items: demands.enumerated().map {
                    PackingInstance.Item(id: "i\($0.offset)", demand: [$0.element])
                }))
        let optimum = Self.optimum(demands, hosts)
        #expect(packing.lowerBound <= optimum * (1 + 1e-12))
        #expect(optimum <= packing.objective * (1 + 1e-12))
    }

    /// Over all partitions, each part on the cheapest host that carries it; sums may be wrong by their last bits.
    private static func optimum(_ demands: [Double], _ hosts: [PackingInstance.HostType]) -> Double {
        var best = Double.infinity
        func descend(_ at: Int, _ sums: [Double]) {
            guard at < demands.count else {
                let costs = sums.map { sum in
                    hosts.filter { sum <= $0.capacity[0] * (1 + 1e-15) }.map { $0.cost ?? 1 }.min() ?? .infinity
                }
                best = min(best, costs.reduce(0, +))
                return
            }
            for bin in 0...sums.count {
                var next = sums
                if bin == sums.count { next.append(0) }
                next[bin] += demands[at]
                descend(at + 1, next)
            }
        }
        descend(0, [])
        return best
    }
}
