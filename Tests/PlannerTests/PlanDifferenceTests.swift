import Checker
import Estate
import Planner
import TestSupport
import Testing

/// A diff that leaves something out is a change that nobody reviewed.
@Suite struct PlanDifferenceTests {
    private func plan(_ names: [String]) async throws -> Plan {
        try await PlanMaker.plan(Fixture.request(names.map { Fixture.profile($0) }))
    }

    @Test func `a plan does not differ from itself`() async throws {
        let plan = try await plan(["a", "b"])
        #expect(PlanDifference.lines(from: plan, to: plan) == [])
    }

    @Test func `a moved, a resized, a new and a lost server stand in the diff`() async throws {
        let old = try await plan(["a", "b", "c"])
        var new = try await plan(["a", "b", "d"])
        new.servers[0].host = "hostb"
        new.servers[1].memoryMiB = 1024
        let lines = PlanDifference.lines(from: old, to: new)
        #expect(lines.contains("~ a: host hosta → hostb"))
        #expect(lines.contains("~ b: memory 512 MiB → 1024 MiB"))
        #expect(lines.contains("- c (was on hosta)"))
        #expect(lines.contains("+ d on hosta"))
    }

    @Test func `reality is compared by host, state and size`() async throws {
        let plan = try await plan(["a", "b"])
        let machine = Machine(
            name: "a", uuid: "u", host: "hostb", state: .running, vcpus: 1, memoryBytes: 512 << 20, disks: [], macs: [])
        let lines = PlanDifference.lines(from: plan, toReality: [machine])
        #expect(lines == ["~ a is on hostb, planned on hosta", "- b is not converted yet (planned on hosta)"])
    }

    @Test func `a plan edited into nonsense is taken apart by the checker`() async throws {
        var plan = try await plan(["a", "b"])
        plan.servers[0].host = "hostz"
        plan.servers[1].server = "a"
        plan.servers[1].vcpus = -3
        plan.servers[1].memoryMiB = 999_999
        plan.servers[1].disks[0].image = "../../etc/passwd"
        let found = PlanCheck.findings(plan: plan, hosts: [Fixture.host("hosta"), Fixture.host("hostb")])
        for part in ["no host is named \"hostz\"", "stands twice", "-3 vCPUs", "MiB are free", "no file name", "use 2"]
        {
            #expect(found.contains { $0.contains(part) }, "\(part) in \(found)")
        }
    }
}
