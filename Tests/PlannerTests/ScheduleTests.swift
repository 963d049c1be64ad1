import Checker
import Estate
import Foundation
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

    // Both name servers away in one night is the outage that two of them were bought against.
    @Test func `servers that stand in for each other move in different windows`() async throws {
        let sizes: [UInt64] = [1, 2, 3]
        var apart = try await plan(sizes, rules: Rules(sameWave: [SameWave(servers: ["s0", "s2"])]))
        apart.rules.apart = [Apart(servers: ["s0", "s1"])]
        let waves = try Schedule.waves(of: apart, policy: policy)
        #expect(waves.map { $0.servers.map(\.server).sorted() } == [["s1"], ["s0", "s2"]])
        apart.waves = [waves[0]]
        apart.waves?[0].servers += waves[1].servers
        let hosts = [Fixture.host("hosta", memoryMiB: 65536, cpus: 16)]
        #expect(PlanCheck.findings(plan: apart, hosts: hosts).contains("apart: s0, s1 move in the same window, wave 1"))
        apart.rules.sameWave = [SameWave(servers: ["s0", "s1"])]
        let failure = #expect(throws: Failure.self) { try Schedule.waves(of: apart, policy: policy) }
        #expect(failure?.because.contains("sameWave wants s0, s1 in one window") == true)
    }

    @Test func `no window meets a day on which nothing may change, by the zone's calendar`() async throws {
        var frozen = policy
        // 22:00 to midnight UTC is the next day already, two hours to the east.
        frozen.start = try #require(Moment(iso: "2026-12-22T22:00:00Z"))
        frozen.notOn = try ["2026-12-24", "2026-12-25"].map { try #require(CivilDate($0)) }
        frozen.zone = ZoneClock { _ in 7200 }
        frozen.mostServers = 1
        let waves = try Schedule.waves(of: try await plan([1, 1]), policy: frozen)
        #expect(waves.map { $0.opens?.iso } == ["2026-12-22T22:00:00Z", "2026-12-25T22:00:00Z"])
        frozen.everyHours = 0.0001
        frozen.start = try #require(Moment(iso: "2026-12-24T10:00:00Z"))
        let failure = await #expect(throws: Failure.self) {
            try Schedule.waves(of: try await plan([1]), policy: frozen)
        }
        #expect(failure?.because == "every window meets one of them")
    }

    @Test func `windows open at the same local time on both sides of a change of the clocks`() async throws {
        let change = try #require(Moment(iso: "2026-03-29T01:00:00Z"))
        var berlin = policy
        berlin.zone = ZoneClock { $0 < change ? 3600 : 7200 }
        berlin.start = try #require(Moment(iso: "2026-03-28T20:00:00Z"))
        berlin.mostServers = 1
        let spring = try Schedule.waves(of: try await plan([1, 1]), policy: berlin)
        #expect(spring.map { $0.opens?.iso } == ["2026-03-28T20:00:00Z", "2026-03-29T19:00:00Z"])
        berlin.zone = ZoneClock { $0 < change ? 7200 : 3600 }
        let autumn = try Schedule.waves(of: try await plan([1, 1]), policy: berlin)
        #expect(autumn.map { $0.opens?.iso } == ["2026-03-28T20:00:00Z", "2026-03-29T21:00:00Z"])
    }

    // An application on the pool whose database is still in the room asks it over the network all night.
    @Test func `servers that share a host since they talk all day move in one window`() async throws {
        let rule = Rules(together: [Together(servers: ["s0", "s4"])])
        var plan = try await plan([1, 2, 3, 4, 250], rules: rule)
        plan.waves = try Schedule.waves(of: plan, policy: policy)
        #expect(plan.waves?.contains { Set($0.servers.map(\.server)).isSuperset(of: ["s0", "s4"]) } == true)
        plan.rules.together = nil
        plan.waves = try Schedule.waves(of: plan, policy: policy)
        plan.rules = rule
        let hosts = [Fixture.host("hosta", memoryMiB: 65536, cpus: 16)]
        #expect(
            PlanCheck.findings(plan: plan, hosts: hosts).contains { $0.hasPrefix("together: s0, s4 are in wave 1") })
    }

    @Test func `what a disk holds is what its copy takes, not its size`() async throws {
        var plan = try await plan([400])
        let whole = try Schedule.waves(of: plan, policy: policy)[0].servers[0].copySeconds
        plan.servers[0].disks[0].usedBytes = 100 << 30
        let held = try Schedule.waves(of: plan, policy: policy)[0]
        #expect(held.servers[0].copySeconds == (whole / 4).rounded())
        #expect(held.reason == "least risk first: 1 server, 100 GiB to copy")
    }

    @Test func `an owner is named in each wave, and on the owner's own days none of the servers moves`() async throws {
        var owned = policy
        owned.start = try #require(Moment(iso: "2026-12-30T20:00:00Z"))
        owned.mostServers = 2
        let days = try ["2026-12-30", "2026-12-31"].map { try #require(CivilDate($0)) }
        let rule = Owner(servers: ["s0", "s1"], owner: "Ada", notOn: days)
        var plan = try await plan([1, 2, 3], rules: Rules(owners: [rule]))
        plan.waves = try Schedule.waves(of: plan, policy: owned)
        #expect(plan.waves?.map { $0.servers.map(\.server) } == [["s2"], ["s0", "s1"]])
        #expect(plan.waves?.map { $0.opens?.iso } == ["2026-12-30T20:00:00Z", "2027-01-01T20:00:00Z"])
        #expect(plan.waves?.map(\.owners) == [nil, ["Ada"]])
        let hosts = [Fixture.host("hosta", memoryMiB: 65536, cpus: 16)]
        #expect(PlanCheck.findings(plan: plan, hosts: hosts) == [])
        plan.rules.owners?[0].notOn = [try #require(CivilDate("2027-01-01"))]
        #expect(
            PlanCheck.findings(plan: plan, hosts: hosts)
                == ["s0, s1 in wave 2 on 2027-01-01, which Ada leaves out"])
    }

    // What an hour of the night can no longer change is asked before it begins.
    @Test func `a wave says what must hold before it begins`() async throws {
        var plan = try await plan([1, 2, 3], rules: Rules(owners: [Owner(servers: ["s1"], owner: "Ada")]))
        plan.rules.apart = [Apart(servers: ["s0", "s1"])]
        plan.servers[2].proof = ["tcp:10.77.0.53:443"]
        var berlin = policy
        berlin.start = try #require(Moment(iso: "2026-03-02T20:00:00Z"))
        (berlin.zone, berlin.zoneName) = (ZoneClock { _ in 3600 }, "Europe/Berlin")
        let waves = try Schedule.waves(of: plan, policy: berlin)
        #expect(waves.map { $0.servers.map(\.server) } == [["s0", "s2"], ["s1"]])
        let first = try #require(waves[0].goNoGo)
        #expect(first.contains("serving: s1, while s0 is away"))
        #expect(first.contains("room: hosta answers and has 1152 MiB free for s0, s2"), "\(first)")
        #expect(first.contains { $0.hasPrefix("space: ") && $0.hasSuffix(" has 4 GiB free for what is copied") })
        #expect(first.contains("proof: somebody tries the service of s0: its VM is only pinged"))
        #expect(first.contains { $0.hasPrefix("time: ") && $0.contains("2026-03-02 23:00 Europe/Berlin") })
        #expect(!first.contains { $0.hasPrefix("proved: ") })
        let second = try #require(waves[1].goNoGo)
        #expect(second.contains("agreed: Ada says yes for s1"))
        #expect(second.contains("proved: wave 1, 2 servers: each VM answers its proof, each source is off"))
    }

    @Test func `a plan's file has times that people read, and reads those of earlier versions`() throws {
        let member = Wave.Member(
            server: "a", start: Moment(seconds: 1_772_481_600), finish: Moment(seconds: 1_772_485_200), copySeconds: 60,
            outageSeconds: 60)
        let wave = Wave(
            name: "wave 1", servers: [member], switchOff: ["a"], reason: "r", opens: Moment(seconds: 1_772_481_600))
        let text = String(decoding: try JSONEncoder().encode(wave), as: UTF8.self)
        #expect(
            text.contains("\"start\":\"2026-03-02T20:00:00Z\"") && text.contains("\"opens\":\"2026-03-02T20:00:00Z\""))
        #expect(try JSONDecoder().decode(Wave.self, from: Data(text.utf8)) == wave)
        let old = text.replacing("\"2026-03-02T20:00:00Z\"", with: "1772481600.0")
        #expect(try JSONDecoder().decode(Wave.self, from: Data(old.utf8)) == wave)
        let wrong = text.replacing("2026-03-02T20:00:00Z", with: "tomorrow")
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Wave.self, from: Data(wrong.utf8)) }
    }

    @Test func `a server that no window can hold is refused with the hours`() async throws {
        let large = try await plan([2000])
        #expect { try Schedule.waves(of: large, policy: policy) } throws: { error in
            (error as? Failure)?.because.contains("a window has 2.0") == true
        }
    }
}
