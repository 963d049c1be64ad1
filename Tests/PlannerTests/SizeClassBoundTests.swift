import Estate
import TestSupport
import Testing

@testable import Planner

/// A plan of fifty hosts whose bound says thirty looks like a bad plan.
@Suite struct `Bounds see what is large` {
    /// Servers that take this share of a host in one hour of the day, and little else.
    private func fleet(_ shares: [Double], hosts: [Double] = [100]) -> PackingInstance {
        PackingInstance(
            resources: ["cores"],
            hosts: hosts.enumerated().map { .init(type: "h\($0.offset)", capacity: [$0.element]) },
            items: shares.enumerated().map { at, share in
                .init(id: "s\(at)", series: [(0..<24).map { $0 == 14 ? share : 2 }])
            })
    }

    private func bounds(_ instance: PackingInstance) -> (volume: Double, classes: Double) {
        let problem = PackingProblem(instance)
        return (VolumeBound.of(problem), SizeClassBound.of(problem))
    }

    @Test(arguments: [
        (share: 51.0, count: 100, volume: 51.0, right: 100.0), (34, 900, 306, 450), (26, 900, 234, 300),
        (50, 11, 6, 6), (33, 900, 297, 300), (10, 100, 10, 10),
    ])
    func `many servers of one size that are busy in the same hour need what can be counted by hand`(
        share: Double, count: Int, volume: Double, right: Double
    ) {
        let bounds = bounds(fleet([Double](repeating: share, count: count)))
        #expect(bounds.volume == volume)
        #expect(max(bounds.volume, bounds.classes) == right)
    }

    @Test func `what is small fills the room beside what is large, and no more`() {
        // Sixty of 60 leave 40 each, no 45 fits beside one: thirty of those are 1,350, fourteen hosts of their own.
        let mixed = [Double](repeating: 60, count: 60) + [Double](repeating: 45, count: 30)
        #expect(bounds(fleet(mixed)).classes == 74)
        // With hosts of another size beside them it is the largest host that counts.
        #expect(bounds(fleet(mixed, hosts: [100, 130])).classes == 45)
    }

    @Test func `the plan of a fleet is proved where the volume alone proves nothing`() async throws {
        let packing = try await PackingSolver(timeLimit: 2, seed: 1).solve(
            fleet([Double](repeating: 34, count: 700) + [Double](repeating: 3, count: 100)))
        #expect(packing.objective == 350 && packing.proved)
    }

    /// Ten thousand with `P2V_THOROUGH=1`: a bound above what is possible would call a bad plan the best.
    @Test func `no bound is above the packing that trying every partition finds`() {
        for seed in Rounds.seeds(400, thorough: 10_000) {
            var random = SeededRandom(seed)
            let room = Int64.random(in: 5...60, using: &random)
            let sizes = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                Int64.random(in: 1...room, using: &random)
            }
            let instance = PackingInstance(
                resources: ["r"], hosts: [.init(type: "h", capacity: [Double(room)])],
                items: sizes.enumerated().map { .init(id: "i\($0.offset)", demand: [Double($0.element)]) })
            var brute = BruteForce(instance)
            #expect(SizeClassBound.hosts(for: sizes, of: room) <= Int(brute.leastCost()), "seed \(seed)")
        }
    }
}
