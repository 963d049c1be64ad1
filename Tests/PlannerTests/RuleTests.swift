import Checker
import Estate
import Planner
import TestSupport
import Testing

/// Each rule once obeyed, and once left away to see that it was the rule that did it. A rule that is ignored puts both
/// name servers on one host, or a licence on a host that has none.
@Suite struct RuleTests {
    private let servers = ["a", "b", "c", "d"].map { Fixture.profile($0, memoryMiB: 900, threads: 1) }
    private let hosts = ["hosta", "hostb", "hostc"].map { Fixture.host($0, memoryMiB: 8192, cpus: 4) }

    private func places(_ rules: Rules, survive: Int = 0) async throws -> [String: String] {
        var request = Fixture.request(servers, hosts)
        request.rules = rules
        request.policy.survive = survive
        let plan = try await PlanMaker.plan(request)
        #expect(PlanCheck.findings(plan: plan, hosts: hosts) == [])
        return Dictionary(uniqueKeysWithValues: plan.servers.map { ($0.server, $0.host) })
    }

    @Test func `without rules all four share the first host`() async throws {
        let places = try await places(Rules())
        #expect(Set(places.values) == ["hosta"])
    }

    @Test func `apart keeps two servers on different hosts`() async throws {
        let places = try await places(Rules(apart: [Apart(servers: ["a", "b"])]))
        #expect(places["a"] != places["b"])
    }

    @Test func `together keeps two servers on one host, where apart from others alone would part them`() async throws {
        let apart = [Apart(servers: ["a", "b", "c"])]
        let rules = Rules(apart: apart, together: [Together(servers: ["c", "d"])])
        let places = try await places(rules)
        #expect(places["c"] == places["d"])
        let without = try await self.places(Rules(apart: apart))
        #expect(without["c"] != without["d"])
    }

    @Test func `pinned sends a server to its host`() async throws {
        #expect(try await places(Rules(pinned: [Pinned(servers: ["a"], hosts: ["hostc"])]))["a"] == "hostc")
    }

    @Test func `banned keeps a server off a host`() async throws {
        #expect(try await places(Rules(banned: [Banned(servers: ["a"], hosts: ["hosta"])]))["a"] != "hosta")
    }

    @Test func `at most two of four stay on one rack`() async throws {
        let rule = AtMost(count: 2, servers: ["a", "b", "c", "d"], hosts: ["hosta", "hostb"], reason: "rack A")
        let places = try await places(Rules(atMost: [rule]))
        #expect(places.values.count { $0 != "hostc" } <= 2)
    }

    @Test func `a licence group stays on one host where an apart rule would spread it over two`() async throws {
        let apart = [Apart(servers: ["a", "b"])]
        let licence = [LicenceGroup(servers: ["b", "c", "d"], hosts: 1)]
        let places = try await places(Rules(apart: apart, licences: licence))
        #expect(Set([places["b"], places["c"], places["d"]]).count == 1)
        let without = try await self.places(Rules(apart: apart))
        #expect(Set([without["b"], without["c"], without["d"]]).count == 2)
    }

    // Servers that are together were counted as one.
    @Test func `at most one of two servers that must be together is refused, and at most two is not`() async throws {
        var request = Fixture.request(servers, hosts)
        let all = hosts.map(\.name)
        request.rules = Rules(
            together: [Together(servers: ["a", "b"])], atMost: [AtMost(count: 1, servers: ["a", "b"], hosts: all)])
        let failure = await #expect(throws: Failure.self) { try await PlanMaker.plan(request) }
        #expect(failure?.because.contains("at most 1 of a, b") == true)
        request.rules.atMost?[0].count = 2
        let plan = try await PlanMaker.plan(request)
        #expect(PlanCheck.findings(plan: plan, hosts: hosts) == [])
    }

    // First fit and the search over all packings opened one more host without asking.
    @Test func `servers of one licence that no host takes together are refused, and not put on two hosts`() async throws
    {
        let large = ["a", "b"].map { Fixture.profile($0, memoryMiB: 5000, threads: 1) }
        var request = Fixture.request(large, hosts)
        request.policy.survive = 0
        #expect(try await PlanMaker.plan(request).hostsUsed == 2)
        request.rules = Rules(licences: [LicenceGroup(servers: ["a", "b"], hosts: 1)])
        let failure = await #expect(throws: Failure.self) { try await PlanMaker.plan(request) }
        #expect(failure?.because.contains("licence: a, b on 1 hosts") == true)
    }

    @Test func `a server that needs a feature goes to the host that offers it`() async throws {
        let rules = Rules(
            needs: [Needs(servers: ["a"], features: ["gpu"])],
            hostFeatures: [HostFeatures(host: "hostb", features: ["gpu", "vlan7"])])
        #expect(try await places(rules)["a"] == "hostb")
    }

    @Test func `a server to be left out is left out with the reason`() async throws {
        var request = Fixture.request(servers, hosts)
        request.rules = Rules(leaveOut: [LeaveOut(server: "a", reason: "drives the crane")])
        let plan = try await PlanMaker.plan(request)
        #expect(plan.leftOut == [LeftOut(server: "a", reason: "drives the crane")])
    }

    @Test func `the smallest contradictory set is named, and nothing else`() async throws {
        var request = Fixture.request(servers, hosts)
        request.rules = Rules(
            apart: [Apart(servers: ["c", "d"])],
            pinned: [Pinned(servers: ["a"], hosts: ["hosta"])],
            banned: [Banned(servers: ["a", "b"], hosts: ["hosta"]), Banned(servers: ["c"], hosts: ["hostb"])])
        await #expect {
            _ = try await PlanMaker.plan(request)
        } throws: { error in
            let because = (error as? Failure)?.because ?? ""
            return because.contains("pinned: a to hosta") && because.contains("banned: a, b from hosta")
                && !because.contains("apart") && !because.contains("hostb")
        }
    }

    @Test func `a mistyped server in a rule is refused with the nearest name`() async {
        var request = Fixture.request([Fixture.profile("dns01"), Fixture.profile("dns02")], hosts)
        request.rules = Rules(apart: [Apart(servers: ["dns01", "dns2"])])
        await #expect {
            _ = try await PlanMaker.plan(request)
        } throws: { ($0 as? Failure)?.because.contains("did you mean \"dns02\"?") == true }
    }

    @Test func `a plan survives the loss of any host when asked to, and says so when it cannot`() async throws {
        // Six servers of 1,000 MiB on three hosts of 3,500 MiB: two hosts can carry them, but not after a loss.
        let six = (1...6).map { Fixture.profile("s\($0)", memoryMiB: 896) }
        let three = ["h1", "h2", "h3"].map { Fixture.host($0, memoryMiB: 4096) }
        var request = Fixture.request(six, three)
        let plain = try await PlanMaker.plan(request)
        #expect(plain.hostsUsed == 2)
        request.policy.survive = 1
        let safe = try await PlanMaker.plan(request)
        #expect(PlanCheck.findings(plan: safe, hosts: three) == [])
        request.policy.survive = 2
        await #expect {
            _ = try await PlanMaker.plan(request)
        } throws: { ($0 as? Failure)?.because.contains("after the loss of") == true }
    }
}
