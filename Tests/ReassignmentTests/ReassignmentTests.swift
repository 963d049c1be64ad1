import Estate
import TestSupport
import Testing

@testable import Reassignment

/// If these fail, a pool's machines are moved for a gain that is not there, or to where they may not run.
@Suite struct `The cheapest placement` {
    private static func plan(_ pool: WeighedPool, strides: Int = 12) async throws(Failure) -> ReassignmentPlan {
        try await Reassignment.plan(pool, SearchEffort(.strides(strides), workers: 1))
    }

    /// Each plan is judged by ``PlacementJudge`` as well, which knows nothing of the search. Five thousand with
    /// `P2V_THOROUGH=1`.
    @Test func `no plan is cheaper than the cheapest of all placements, and nearly none dearer`() async throws {
        var (equal, count) = (0, 0)
        for seed in Rounds.seeds(40, thorough: 5000) {
            let pool = RandomPool.pool(seed)
            guard PlacementJudge(pool).violations(pool.machines.map(\.host)).isEmpty else { continue }
            let best = try #require(RandomPool.cheapest(pool), "seed \(seed)")
            let plan = try await Self.plan(pool)
            #expect(plan.lowerBound <= best, "seed \(seed)")
            #expect(plan.after.total >= best, "seed \(seed)")
            count += 1
            if plan.after.total == best { equal += 1 }
        }
        #expect(count > 20)
        // One move or one swap at a time does not lead everywhere where every host is full.
        #expect(Double(equal) >= 0.95 * Double(count), "\(equal) of \(count)")
        if count > 1000 { print("\(equal) of \(count) placements are the cheapest") }
    }

    @Test(arguments: 1...UInt64(20))
    func `after any number of moves all sums are what they are when counted anew`(seed: UInt64) throws {
        let pool = RandomPool.pool(seed, hosts: 6, machines: 24)
        guard PlacementJudge(pool).violations(pool.machines.map(\.host)).isEmpty else { return }
        let problem = try Problem(pool)
        var search = Annealing(problem, seed: seed)
        for temperature in [1e6, 100, 10, 1, 0] {
            search.step(temperature, homing: 0)
            search.note()
            let places = search.now.hosts.map { pool.hosts[Int($0)].name }
            let judge = PlacementJudge(pool)
            #expect(judge.violations(places) == [])
            #expect(Int64(judge.price(places).total) == search.now.cost)
            #expect(Placement(problem, hosts: search.now.hosts).total == search.now.cost)
        }
    }

    @Test func `the same seed gives the same plan`() async throws {
        let pool = RandomPool.pool(3, hosts: 6, machines: 24)
        #expect(try await Self.plan(pool).places == Self.plan(pool).places)
    }

    @Test func `a machine that holds its disk on both hosts while it moves goes where there is room for both`()
        async throws
    {
        var pool = Self.two
        pool.resources[0].isTransient = true
        // Both would gain by a swap, and neither host can hold the two disks at once.
        #expect(try await Self.plan(pool).moves == [])
        pool.resources[0].isTransient = false
        #expect(try await Self.plan(pool).moves.count == 2)
    }

    /// Two hosts full of one machine each; each is safe with the other's only.
    private static var two: WeighedPool {
        WeighedPool(
            resources: [.init(name: "disk")],
            hosts: [.init(name: "a", capacity: [10], safe: [6]), .init(name: "b", capacity: [10], safe: [10])],
            machines: [.init(name: "large", host: "a", demand: [10]), .init(name: "small", host: "b", demand: [6])])
    }

    @Test func `a gain that costs more than it brings is left`() async throws {
        var pool = Self.two
        pool.weights.machine = 3
        #expect(try await Self.plan(pool).moves == [])
    }

    @Test func `machines that stand wrongly now are named and nothing is planned`() async throws {
        var pool = Self.two
        pool.machines[1].host = "a"
        let failure = await #expect(throws: Failure.self) { try await Self.plan(pool) }
        #expect(failure?.because.contains("a would need 16 of disk, and has 10") == true)
        #expect(failure?.exit == .refused)
    }

    @Test func `an empty pool and a pool of one host need no move`() async throws {
        var pool = Self.two
        pool.hosts.removeLast()
        pool.machines.removeLast()
        #expect(try await Self.plan(pool).moves == [])
        pool.machines = []
        #expect(try await Self.plan(pool).moves == [])
    }
}
