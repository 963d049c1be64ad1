import Checker
import Estate
import Planner
import TestSupport
import Testing

/// A packing that overloads a host is an outage in its busiest hour; one that uses more hosts than needed is money.
@Suite struct PackingSolverTests {
    private func solve(_ instance: PackingInstance, limit: Double = 60, seed: UInt64 = 1) async throws -> Packing {
        try await PackingSolver(timeLimit: limit, seed: seed).solve(instance)
    }

    // Ten thousand with P2V_THOROUGH=1.
    @Test func `no plan of thousands of random problems fails the independent checker`() async throws {
        var random = RandomInstances(seed: 7)
        for number in 0..<Rounds.count(2_000, thorough: 10_000) {
            let instance = random.next(items: 8)
            let packing = try await solve(instance)
            let findings = PackingCheck.findings(packing, of: instance)
            #expect(findings.isEmpty, "problem \(number): \(findings)")
        }
    }

    @Test func `brute force agrees on every small problem`() async throws {
        var random = RandomInstances(seed: 11)
        for number in 0..<Rounds.count(400, thorough: 1500) {
            let instance = random.next(items: 7)
            var force = BruteForce(instance)
            let packing = try await solve(instance)
            let least = force.leastCost()
            #expect(
                (packing.objective - least).magnitude < 1e-9, "problem \(number): \(packing.objective), least \(least)")
            #expect(packing.lowerBound <= least + 1e-9, "problem \(number)")
        }
    }

    @Test func `servers whose peaks differ in time share a host, those whose peaks coincide do not`() async throws {
        let host = PackingInstance.HostType(type: "h", capacity: [10], cost: 1)
        let day = [[9.0, 1, 1]]
        let night = [[1.0, 1, 9]]
        let shared = PackingInstance(
            resources: ["cpu"], hosts: [host], items: [.init(id: "a", series: day), .init(id: "b", series: night)])
        let coincident = PackingInstance(
            resources: ["cpu"], hosts: [host], items: [.init(id: "a", series: day), .init(id: "b", series: day)])
        #expect(try await solve(shared).hosts.count == 1)
        #expect(try await solve(coincident).hosts.count == 2)
    }

    @Test func `the same seed makes the same plan`() async throws {
        var random = RandomInstances(seed: 3)
        for _ in 0..<4 {
            let instance = random.next(items: 24)
            let first = try await solve(instance, limit: 60)
            let second = try await solve(instance, limit: 60)
            #expect(first.hosts == second.hosts)
        }
    }

    @Test func `copies of an item that is apart from itself stay apart`() async throws {
        let instance = PackingInstance(
            resources: ["cpu"], hosts: [.init(type: "h", capacity: [10])],
            items: [.init(id: "a", demand: [1], count: 3)], apart: [["a", "a"]])
        #expect(try await solve(instance).hosts.count == 3)
    }

    @Test func `fifteen hundred items that must all be apart cost no memory of their pairs`() async throws {
        let ids = (0..<1_500).map { "i\($0)" }
        let instance = PackingInstance(
            resources: ["cpu"], hosts: [.init(type: "h", capacity: [10])],
            items: ids.map { .init(id: $0, demand: [1]) }, apart: [ids])
        let packing = try await solve(instance)
        #expect(packing.objective == 1_500)
        #expect(packing.proved)
    }

    @Test func `three thirds of a host fill it, whatever the number of digits`() async throws {
        for host in [1.0, 145.6, 0.777_777_777] {
            let instance = PackingInstance(
                resources: ["cpu"], hosts: [.init(type: "h", capacity: [host])],
                items: [.init(id: "a", demand: [host / 3], count: 6)])
            #expect(try await solve(instance).objective == 2)
        }
    }

    // A buyer pays for what is not found: the optimum is that of OR-tools CP-SAT, which proved it.
    @Test func `hosts of two sizes are mixed as cheaply as can be, and that is proved`() async throws {
        let demands: [[Double]] = [
            [14, 21], [11, 25], [15, 6], [31, 31], [9, 11], [13, 25], [35, 33], [31, 18], [17, 25], [26, 26], [32, 10],
            [38, 36], [30, 10], [18, 20], [7, 17], [11, 10], [17, 21], [23, 24], [21, 15], [12, 6],
        ]
        let instance = PackingInstance(
            resources: ["cpu", "memory"],
            hosts: [
                .init(type: "a", capacity: [100, 100], cost: 5), .init(type: "b", capacity: [60, 60], cost: 2.9),
            ],
            items: demands.enumerated().map { .init(id: "i\($0.offset)", demand: $0.element) })
        let packing = try await solve(instance)
        #expect(abs(packing.objective - 20.3) < 1e-9 && packing.proved)
    }

    @Test func `of two host types the cheaper mix is chosen`() async throws {
        let instance = PackingInstance(
            resources: ["cpu"],
            hosts: [.init(type: "large", capacity: [10], cost: 3), .init(type: "small", capacity: [4], cost: 1)],
            items: [.init(id: "big", demand: [9]), .init(id: "s", demand: [2], count: 2)])
        let packing = try await solve(instance)
        #expect(packing.objective == 4)
        #expect(packing.proved)
    }

    @Test func `too few hosts are refused with their number`() async {
        let instance = PackingInstance(
            resources: ["cpu"], hosts: [.init(type: "h", capacity: [10], count: 1)],
            items: [.init(id: "a", demand: [6], count: 2)])
        await #expect {
            _ = try await solve(instance)
        } throws: { error in
            (error as? Failure)?.exit == .refused && (error as? Failure)?.because.contains("1 of h") == true
        }
    }

    @Test func `a tight problem of two dimensions is solved to its proved optimum`() async throws {
        // Spieksma's class 6 (two dimensions, both demands between a fifth and a half): 2.5 items a host.
        var random = RandomInstances(seed: 42)
        let items = (0..<36).map {
            PackingInstance.Item(
                id: "i\($0)", demand: [Double(20 + random.below(81)), Double(20 + random.below(81))])
        }
        let instance = PackingInstance(
            resources: ["a", "b"], hosts: [.init(type: "h", capacity: [150, 150])], items: items)
        let packing = try await solve(instance, limit: 30)
        #expect(packing.proved)
        #expect(PackingCheck.findings(packing, of: instance).isEmpty)
    }
}
