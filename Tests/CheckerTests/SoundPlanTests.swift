import Checker
import Estate
import Planner
import TestSupport
import Testing

/// If these fail, an edit by hand that breaks a promise passes the check, and the servers move all the same.
@Suite struct `A sound plan and the wrong edits` {
    @Test func `nothing is said against a sound plan with every kind of rule`() {
        #expect(CheckedWorld.sound.findings == [])
    }

    @Test(arguments: WrongEdit.all)
    func `each wrong edit is found, and called by its name`(edit: WrongEdit) {
        for pick in CheckedWorld.sound.plan.servers.indices {
            var world = CheckedWorld.sound
            guard edit.spoil(&world, pick) else { continue }
            let findings = world.findings
            #expect(findings.contains { $0.contains(edit.words) }, "\(edit.name): \(findings)")
        }
    }

    private static let plans = UInt64(Rounds.count(2, thorough: 20))

    /// The planner's plans are sound; each of them, spoiled in each way, is not. With `P2V_THOROUGH=1` twenty plans meet
    /// more than a hundred edits each, on servers picked by lot.
    @Test(arguments: 1...plans)
    func `a plan of the planner is sound until somebody edits it`(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        let world = try await planned(&random)
        #expect(world.findings == [])
        var applied = 0
        let all = Array(repeating: WrongEdit.all, count: Self.plans > 2 ? 3 : 1).joined()
        for edit in all {
            var spoiled = world
            guard edit.spoil(&spoiled, Int.random(in: world.plan.servers.indices, using: &random)) else { continue }
            applied += 1
            let findings = spoiled.findings
            #expect(findings.contains { $0.contains(edit.words) }, "seed \(seed), \(edit.name): \(findings)")
        }
        #expect(applied >= WrongEdit.all.count - 5)
        if Self.plans > 2 { print("plan \(seed): \(applied) edits") }
    }

    private func planned(_ random: inout SeededRandom) async throws -> CheckedWorld {
        let profiles = (0..<Int.random(in: 4...14, using: &random)).map { at in
            CheckedWorld.holding(
                1 << 29,
                Fixture.profile(
                    "server\(at)", memoryMiB: UInt64.random(in: 256...6000, using: &random),
                    threads: Int.random(in: 1...4, using: &random),
                    diskBytes: UInt64.random(in: 1...40, using: &random) << 30,
                    listeners: [ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 53, process: "dnsmasq")],
                    address: "10.77.0.\(at + 10)"))
        }
        var hosts = ["hosta", "hostb", "hostc", "hostd"].map { Fixture.host($0, memoryMiB: 32768, cpus: 16) }
        for at in hosts.indices { hosts[at].rates = Rates(diskOperations: 1e6, diskBytes: 1e10, networkBytes: 1e10) }
        var request = PlanRequest(
            pool: PoolConfiguration(
                name: "office", hosts: [], storage: [.init(name: "sr1", url: "nfs://nfs1/sr")], network: "br0"),
            hosts: hosts, profiles: profiles)
        request.rules = Rules(
            apart: [Apart(servers: ["server0", "server1"])], owners: [Owner(servers: ["server2"], owner: "Ada")])
        request.policy.survive = Int.random(in: 0...1, using: &random)
        var plan = try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 0.3, seed: random.next()))
        plan.waves = try Schedule.waves(
            of: plan,
            policy: SchedulePolicy(
                start: Moment(seconds: 1_000_000), windowHours: 4, everyHours: 24, mostServers: 2, parallelCopies: 2,
                bytesPerSecond: 100_000_000))
        let storage = StorageRepository(
            name: "sr1", url: "nfs://nfs1/sr", totalBytes: 1 << 44, freeBytes: 1 << 44, isDefault: true,
            rates: Rates(diskOperations: 1e6, diskBytes: 1e10))
        let origin = PlanOrigin(
            profiles: profiles, history: [:], network: "br0", policy: request.policy, rules: request.rules,
            isWhole: true)
        return CheckedWorld(plan: plan, hosts: hosts, demands: [], storage: [storage], origin: origin)
    }
}
