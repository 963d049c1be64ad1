import Checker
import Estate
import Planner
import TestSupport
import Testing

/// A schedule that overruns its window leaves a service away in working hours.
@Suite struct ScheduleTests {
    private func plan(_ sizes: [UInt64], rules: Rules = Rules()) async throws -> Plan {
        var request = Fixture.request(
            sizes.enumerated().map { Fixture.profile("s\($0.offset)", diskBytes: $0.element << 30) },
            [Fixture.host("hosta", memoryMiB: 65536, cpus: 16)])
        request.rules = rules
        return try await PlanMaker.plan(request)
    }

    private let policy = SchedulePolicy(
        start: Moment(seconds: 1_000_000), windowHours: 2, everyHours: 24, mostServers: 3, parallelCopies: 1,
        bytesPerSecond: 100_000_000)

    @Test func `every wave stays inside its window and holds no more servers than allowed`() async throws {
        var plan = try await plan([100, 20, 300, 50, 80, 10, 60])
        let waves = try Schedule.waves(of: plan, policy: policy)
        for (at, wave) in waves.enumerated() {
            let opens = 1_000_000 + Double(at) * 86400
            #expect(wave.servers.count <= 3)
            #expect(wave.servers.allSatisfy { $0.start.seconds >= opens && $0.finish.seconds <= opens + 7200 })
        }
        plan.waves = waves
        #expect(PlanCheck.findings(plan: plan, hosts: [Fixture.host("hosta", memoryMiB: 65536, cpus: 16)]) == [])
    }

    @Test func `servers that depend on each other move in one wave, and would not without the rule`() async throws {
        let sizes: [UInt64] = [1, 2, 3, 4, 250]
        let rule = Rules(sameWave: [SameWave(servers: ["s0", "s4"])])
        let together = try Schedule.waves(of: try await plan(sizes, rules: rule), policy: policy)
        #expect(together.contains { wave in Set(wave.servers.map(\.server)).isSuperset(of: ["s0", "s4"]) })
        let free = try Schedule.waves(of: try await plan(sizes), policy: policy)
        #expect(!free.contains { wave in Set(wave.servers.map(\.server)).isSuperset(of: ["s0", "s4"]) })
    }

    @Test func `a server that no window can hold is refused with the hours`() async throws {
        let large = try await plan([2000])
        #expect { try Schedule.waves(of: large, policy: policy) } throws: { error in
            (error as? Failure)?.because.contains("a window has 2.0") == true
        }
    }
}
