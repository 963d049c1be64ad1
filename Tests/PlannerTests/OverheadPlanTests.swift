import Checker
import Estate
import Planner
import TestSupport
import Testing

/// What a hypervisor keeps by memory and vCPUs is not seen on small VMs, and refuses the last large one.
@Suite struct OverheadPlanTests {
    private let servers = ["a", "b"].map { Fixture.profile($0, memoryMiB: 900) }

    private func plan(percent: Double?) async throws -> (Plan, [String]) {
        var request = Fixture.request(servers, ["h1", "h2"].map { Fixture.host($0, memoryMiB: 2600) })
        request.policy = PlanPolicy()
        (request.policy.machineOverheadPercent, request.policy.vcpuOverheadMiB) = (percent, percent.map { _ in 1 })
        let plan = try await PlanMaker.plan(request)
        return (plan, PlanCheck.findings(plan: plan, hosts: request.hosts, demands: []))
    }

    @Test func `servers part where their memory fits on one host and what is kept for them does not`() async throws {
        let (together, fine) = try await plan(percent: nil)
        #expect(together.hostsUsed == 1 && fine.isEmpty)
        let (apart, sound) = try await plan(percent: 50)
        #expect(apart.hostsUsed == 2 && sound.isEmpty)
        var stale = together
        stale.policy = apart.policy
        let found = PlanCheck.findings(
            plan: stale, hosts: ["h1", "h2"].map { Fixture.host($0, memoryMiB: 2600) }, demands: [])
        #expect(found.contains { $0.contains("are free after headroom") }, "\(found)")
    }
}
