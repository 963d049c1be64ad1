import Estate
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Operations
@testable import Planner

/// Small inputs whose right answer a person can see. If these fail, p2v refuses what fits, or writes what its own
/// checker refuses.
@Suite struct `Small plans with a known answer` {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Plans")
    private let workspace = Workspace(storePath: "/nonexistent/store", poolPath: "/nonexistent/pool.yaml")

    private static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func plan(_ name: String, _ wish: PolicyWish = PolicyWish()) async throws -> Plan {
        try await Planning(in: workspace, solver: PackingSolver(timeLimit: 5, seed: 1)).plan(
            PlanOrder(servers: [], inventory: Self.path(name), policy: wish), schedule: nil, savings: Savings.Basis()
        ).plan
    }

    private func survive(_ hosts: Int) -> PolicyWish {
        var wish = PolicyWish()
        wish.survive = hosts
        return wish
    }

    @Test func `a host may be lost where only one arrangement lets its VM restart while the other stays`() async throws
    {
        let plan = try await plan("n1min.yaml")
        #expect(Dictionary(uniqueKeysWithValues: plan.servers.map { ($0.server, $0.host) })["s0"] == "h0")
        #expect(plan.policy.survive == 1)
        let review = try await PlanReview(of: plan, inventory: Self.path("n1min.yaml"), in: workspace)
        #expect(review.findings == [])
    }

    @Test func `an option against the inventory's own policy is refused, and says which of the two says what`() async {
        await #expect {
            _ = try await plan("n1min.yaml", survive(0))
        } throws: { error in
            let failure = error as? Failure
            return failure?.exit == .refused && failure?.because.contains("--survive says 0") == true
                && failure?.because.contains("policy says 1") == true
        }
    }

    @Test func `a night batch keeps the vCPUs of its one busy hour, and a full server asks for no more than it has`()
        async throws
    {
        let plan = try await plan("batch.yaml")
        let batch = try #require(plan.servers.first { $0.server == "batch" })
        #expect(batch.vcpus == 8)
        #expect(batch.reasons.contains { $0.contains("busiest Monday 02:00 UTC") && $0.contains("7.5 cores") })
        let full = try #require(plan.servers.first { $0.server == "full" })
        #expect(full.vcpus == 16)
        #expect(full.reasons.contains { $0.contains("peak 16.0 cores") })
    }

    @Test func `with two hosts the loss of one is survived unless less is asked for`() async throws {
        #expect(try await plan("batch.yaml").policy.survive == 1)
        #expect(try await plan("batch.yaml", survive(0)).policy.survive == 0)
    }

    @Test func `a refusal names the smallest change that would make it fit`() async throws {
        let host = Host(
            name: "h", cpus: 64, memoryBytes: 16 << 30, freeMemoryBytes: 16 << 30, hypervisor: "kvm", versions: [])
        var other = host
        other.name = "g"
        var request = PlanRequest(
            pool: PoolConfiguration(
                name: "t", hosts: [], storage: [.init(name: "sr", url: "nfs://n/sr")], network: "br0"),
            hosts: [host, other],
            profiles: [("erp", 12), ("files", 9), ("mail", 9)].map { name, gib in
                Fixture.profile(name, memoryMiB: UInt64(gib) << 10)
            })
        request.policy = PlanPolicy(
            memoryHeadroomPercent: 0, loadHeadroomPercent: 0, hostOverheadMiB: 0, machineOverheadMiB: 0)
        let failure = await #expect(throws: Failure.self) {
            try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 5, seed: 1))
        }
        #expect(failure?.next == "2 GiB more on any host, or leave out files")
        request.hosts.removeLast()
        request.profiles.removeLast()
        request.hosts[0].cpus = 1
        request.profiles[0] = Fixture.profile("erp", memoryMiB: 1024, threads: 4)
        let cpus = await #expect(throws: Failure.self) {
            try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 5, seed: 1))
        }
        #expect(cpus?.next == "3 CPUs more on h, or leave out erp")
    }

    @Test func `a time limit bounds all attempts together`() async throws {
        let clock = Mutex(0.0)
        let solver = PackingSolver(
            timeLimit: 10, seed: 1,
            now: {
                clock.withLock {
                    $0 += 0.001; return $0
                }
            }
        ).bounded()
        #expect(solver.bounded().latest == solver.latest)
        #expect(solver.part(0.5).timeLimit < 5.01 && !solver.isOver)
        clock.withLock { $0 += 8 }
        #expect(solver.part(0.5).timeLimit < 1.01)
        clock.withLock { $0 += 8 }
        #expect(solver.part(0.5).timeLimit == 0 && solver.isOver)
    }

    @Test func `images that fill two SRs to the last GiB are stored, though the largest first would leave one out`()
        async throws
    {
        let plan = try await plan("sr.yaml")
        let used = Dictionary(grouping: plan.servers, by: \.storage).mapValues { servers in
            servers.flatMap(\.disks).reduce(0) { $0 + $1.bytes } >> 30
        }
        #expect(used == ["sr1": 120, "sr2": 120])
        #expect(try await PlanReview(of: plan, inventory: Self.path("sr.yaml"), in: workspace).findings == [])
    }

    @Test func `rules that cannot hold together are named, and no other rule is`() async {
        await #expect {
            _ = try await plan("contra.yaml")
        } throws: { error in
            let failure = error as? Failure
            return failure?.exit == .refused && failure?.because.contains("apart: dc1, dc2") == true
                && failure?.because.contains("erp") == false
        }
    }

    @Test func `an item as large as its host is packed on it, and no more is claimed`() async throws {
        let packing = try await InstancePacking.solve(Self.path("exact-fit.json"), timeLimit: 5, seed: 1)
        #expect(packing.objective == 1)
        #expect(packing.lowerBound == 1)
    }
}
