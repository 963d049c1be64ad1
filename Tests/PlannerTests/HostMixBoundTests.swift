import Estate
import TestSupport
import Testing

@testable import Planner

/// A buyer who is shown a bound a third below the price believes that a better offer exists.
@Suite struct `Bounds count the hosts there are of each type` {
    /// Every host another size and price, one of each: the cheap ones are soon used up.
    private func offers(_ hosts: Int, items: Int, _ random: inout SeededRandom) -> PackingInstance {
        let sizes = [4.0, 8, 12, 16, 24, 32, 48]
        let offers = (0..<hosts).map { at in
            let capacity = (0..<3).map { _ in sizes[Int.random(in: 0..<7, using: &random)] }
            let price = capacity.reduce(0) { $0 + 40 + $1 * Double(Int.random(in: 9...30, using: &random)) }
            return PackingInstance.HostType(type: "h\(at)", capacity: capacity, cost: price.rounded(), count: 1)
        }
        return PackingInstance(
            resources: ["cpu", "memory", "network"], hosts: offers,
            items: (0..<items).map { at in
                .init(id: "i\(at)", demand: (0..<3).map { _ in Double(Int.random(in: 1...8, using: &random)) })
            })
    }

    private func bound(_ instance: PackingInstance) -> Double { HostMixBound.of(PackingProblem(instance)) }

    private func need(_ instance: PackingInstance, _ r: Int) -> Double {
        instance.items.reduce(0.0) { $0 + ($1.demand?[r] ?? 0) }
    }

    /// With one resource the answer is known: the best offers first, the last of them in part.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `with one resource it is what the best offers cost together`(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var instance = offers(60, items: 100, &random)
        instance.resources = ["cpu"]
        for at in instance.hosts.indices { instance.hosts[at].capacity = [instance.hosts[at].capacity[0]] }
        for at in instance.items.indices { instance.items[at].demand = [instance.items[at].demand?[0] ?? 0] }
        var left = need(instance, 0)
        var price = 0.0
        for host in instance.hosts.sorted(by: { ($0.cost ?? 1) / $0.capacity[0] < ($1.cost ?? 1) / $1.capacity[0] }) {
            let share = min(1, left / host.capacity[0])
            price += share * (host.cost ?? 1)
            left -= share * host.capacity[0]
        }
        try #require(left < 1e-9)
        #expect((bound(instance) / price - 1).magnitude < 1e-8)
    }

    // What it said before: all at the best price of any host.
    @Test func `with several resources it is far above all at the best price of any host`() {
        var random = SeededRandom(5)
        let instance = offers(333, items: 1000, &random)
        let volume = (0..<3).map { r in
            need(instance, r) * (instance.hosts.map { ($0.cost ?? 1) / $0.capacity[r] }.min() ?? 0)
        }.max()
        #expect(bound(instance) > (volume ?? 0) * 1.3)
    }

    /// Over every choice of hosts whose sum would do, which each packing needs at least.
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `the bound is never above the cheapest hosts that could do`(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        let instance = offers(9, items: 7, &random)
        let need = (0..<3).map { r in instance.items.reduce(0.0) { $0 + ($1.demand?[r] ?? 0) } }
        var least = Double.infinity
        for chosen in 1..<(1 << 9) {
            let hosts = instance.hosts.indices.filter { chosen >> $0 & 1 == 1 }.map { instance.hosts[$0] }
            let carries = need.indices.allSatisfy { r in hosts.reduce(0.0) { $0 + $1.capacity[r] } >= need[r] }
            if carries { least = min(least, hosts.reduce(0.0) { $0 + ($1.cost ?? 1) }) }
        }
        guard let packing = try? await PackingSolver(timeLimit: 0.2, seed: 1).solve(instance) else { return }
        #expect(packing.proved || packing.lowerBound <= least)
        #expect(packing.lowerBound <= packing.objective)
    }

    @Test func `a price between two that can be paid means the higher one`() {
        #expect(CostStep.next(12.5, [10, 20]) == 20)
        #expect(CostStep.next(20, [10, 20]) == 20)
        #expect(CostStep.next(14.3, [5, 2.9]) == 14.3)
        #expect(CostStep.next(14.21, [5, 2.9]) == 14.3)
        #expect(CostStep.next(1.23, [1.0 / 3]) == 1.23)
        #expect(CostStep.next(7, [0, 0]) == 7)
    }
}
