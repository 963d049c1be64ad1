import Estate
import TestSupport
import Testing

@testable import Planner

/// If these fail, hosts are bought that carry the servers on a good day only, or savings are counted that nobody measured.
@Suite struct `What is bought, and what is saved` {
    private func type(_ name: String, gib: Int, price: Double, count: Int? = nil) -> Catalogue.HostType {
        Catalogue.HostType(
            type: name, cpus: 64, memoryMiB: gib << 10, price: price, wattsIdle: 100, wattsPeak: 300, rackUnits: 1,
            count: count)
    }

    private func purchase(
        _ types: [Catalogue.HostType], _ gib: [UInt64], survive: Int, rules: Rules = Rules()
    ) async throws -> Purchase {
        var request = Fixture.request(
            gib.enumerated().map { Fixture.profile("s\($0.offset)", memoryMiB: $0.element << 10) })
        request.policy = PlanPolicy(
            memoryHeadroomPercent: 0, loadHeadroomPercent: 0, hostOverheadMiB: 0, machineOverheadMiB: 0,
            survive: survive)
        request.rules = rules
        return try await Purchase.of(
            Catalogue(currency: "EUR", hosts: types), for: request, solver: PackingSolver(timeLimit: 4, seed: 1))
    }

    private func counts(_ purchase: Purchase) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: purchase.lines.map { ($0.type, $0.count) })
    }

    @Test func `a host that may be lost is bought as well, the cheapest that is enough`() async throws {
        let types = [type("large", gib: 16, price: 100), type("small", gib: 8, price: 60)]
        let fair = try await purchase(types, [8, 8, 8, 8], survive: 0)
        #expect(counts(fair) == ["large": 2] && fair.price == 200)
        let safe = try await purchase(types, [8, 8, 8, 8], survive: 1)
        #expect(counts(safe) == ["large": 3] && safe.price == 300)
        #expect(safe.leastPrice == 200)
        let small = try await purchase(types, [8], survive: 1)
        #expect(counts(small) == ["small": 2] && small.price == 120)
    }

    @Test func `where no spare host can be had, that is said and nothing is offered`() async throws {
        let failure = await #expect(throws: Failure.self) {
            try await purchase([type("only", gib: 16, price: 100, count: 1)], [8, 8], survive: 1)
        }
        #expect(failure?.exit == .refused && failure?.because.contains("survive the loss of 1") == true)
    }

    @Test func `a licence that is paid for one host is kept to one host`() async throws {
        let rule = Rules(licences: [LicenceGroup(servers: ["s0", "s1", "s2"], hosts: 1)])
        let types = [type("large", gib: 32, price: 150), type("small", gib: 16, price: 50)]
        #expect(counts(try await purchase(types, [8, 8, 8], survive: 0)) == ["small": 2])
        #expect(counts(try await purchase(types, [8, 8, 8], survive: 0, rules: rule))["large"] == 1)
    }

    // A server with a licence for a GPU on a host without one is bought twice.
    @Test func `what a server needs is bought, and dear hosts only for those that need them`() async throws {
        let rule = Rules(
            pinned: [Pinned(servers: ["s1"], hosts: ["h1"])], needs: [Needs(servers: ["s0"], features: ["gpu"])])
        var dear = type("gpu", gib: 16, price: 900)
        let plain = type("plain", gib: 16, price: 100)
        let failure = await #expect(throws: Failure.self) {
            try await purchase([dear, plain], [8], survive: 0, rules: rule)
        }
        #expect(failure?.because == "gpu does not offer gpu; plain does not offer gpu")
        dear.features = ["gpu"]
        let bought = try await purchase([dear, plain], [8, 8, 8, 8], survive: 0, rules: rule)
        #expect(counts(bought) == ["gpu": 1, "plain": 1] && bought.leastPrice <= 1000)
        #expect(bought.notes == ["pinned names hosts of today and was not kept"])
        #expect(counts(try await purchase([dear, plain], [8, 8], survive: 1, rules: rule))["gpu"] ?? 0 >= 1)
    }

    @Test func `a server with more vCPUs than a host has CPUs waits for a larger one`() async throws {
        var small = type("small", gib: 64, price: 10)
        small.cpus = 2
        var request = Fixture.request([Fixture.profile("s0", threads: 4)])
        request.policy.survive = 0
        let bought = try await Purchase.of(
            Catalogue(currency: "EUR", hosts: [small, type("large", gib: 64, price: 90)]), for: request,
            solver: PackingSolver(timeLimit: 2, seed: 1))
        #expect(counts(bought) == ["large": 1])
    }

    @Test func `watts and rack units that were measured count, and the usual ones for the others`() throws {
        let servers = ["a", "b"].map { name in
            PlannedServer(
                server: name, address: "ssh://root@\(name)", host: "h", storage: "sr", vcpus: 1, memoryMiB: 512,
                firmware: .bios, disks: [], interfaces: [],
                cutOver: CutOver(quiesce: [], resume: [], powerOffSource: true), proof: [], reasons: [])
        }
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1, servers: servers,
            leftOut: [LeftOut(server: "c", reason: "door")])
        let basis = Savings.Basis(
            wattsPerServer: 200, wattsPerHost: 300, pue: 1, rackUnitsPerServer: 2, rackUnitsPerHost: 1)
        let savings = Savings(
            plan: plan, basis: basis,
            footprints: ["a": Footprint(watts: 1000, rackUnits: 4), "c": Footprint(watts: 50)])
        #expect(savings.before.kilowattHoursPerYear == (1250 * 8.76).rounded())
        #expect(savings.after.kilowattHoursPerYear == (350 * 8.76).rounded())
        #expect(savings.before.rackUnits == 8 && savings.after.rackUnits == 3)
        // One server that moves onto a pool that runs anyway costs no energy: what it drew is saved.
        let running = Savings(
            plan: plan, basis: basis, hostsBefore: 2,
            footprints: ["a": Footprint(watts: 1000), "c": Footprint(watts: 50)])
        #expect(running.before.machines == 5 && running.after.machines == 3)
        #expect(running.before.kilowattHoursPerYear - running.after.kilowattHoursPerYear == (1200 * 8.76).rounded())
        #expect(running.note != savings.note)
    }
}
