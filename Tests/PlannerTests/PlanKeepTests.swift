import Checker
import Estate
import TestSupport
import Testing

@testable import Planner

/// A re-plan that moves a quarter of all servers because one was switched off is work for nothing, twice over where they
/// are VMs already.
@Suite struct `A plan that keeps an earlier one` {
    private let hosts = (0..<8).map { Fixture.host("host\($0)", memoryMiB: 32768, cpus: 32) }

    private func profiles(_ count: Int) -> [ServerProfile] {
        var random = SeededRandom(17)
        return (0..<count).map {
            Fixture.profile("s\($0)", memoryMiB: UInt64.random(in: 500...5000, using: &random), threads: 2)
        }
    }

    private func plan(
        _ profiles: [ServerProfile], _ hosts: [Host], keep: Plan? = nil, survive: Int = 1, rules: Rules = Rules()
    ) async throws -> Plan {
        var request = Fixture.request(profiles, hosts)
        (request.policy.survive, request.keep, request.rules) = (survive, keep, rules)
        let plan = try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 2, seed: 1))
        #expect(PlanCheck.findings(plan: plan, hosts: hosts) == [])
        return plan
    }

    private func moved(_ old: Plan, _ new: Plan) -> [String] {
        let before = Dictionary(uniqueKeysWithValues: old.servers.map { ($0.server, $0.host) })
        return new.servers.filter { before[$0.server].map { [host = $0.host] in $0 != host } == true }.map(\.server)
    }

    @Test func `one server less, or one more, moves nobody`() async throws {
        let all = profiles(50)
        let first = try await plan(Array(all.dropLast()), hosts)
        let fewer = try await plan(Array(all.dropFirst().dropLast()), hosts, keep: first)
        #expect(moved(first, fewer) == [])
        let more = try await plan(all, hosts, keep: first)
        #expect(moved(first, more) == [])
        #expect(more.servers[0].reasons.contains { $0.hasPrefix("kept: on ") })
        #expect(!PlanDifference.lines(from: first, to: more).contains { $0.hasPrefix("~") })
    }

    @Test func `when a host is gone, its servers move and no other, and the diff says why`() async throws {
        let first = try await plan(profiles(30), hosts, survive: 0)
        let gone = try #require(first.servers.first?.host)
        let left = hosts.filter { $0.name != gone }
        let next = try await plan(profiles(30), left, keep: first, survive: 0)
        #expect(Set(moved(first, next)) == Set(first.servers.filter { $0.host == gone }.map(\.server)))
        let lines = PlanDifference.lines(from: first, to: next).filter { $0.hasPrefix("~ ") }
        #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("since \(gone) is not in service") })
    }

    @Test func `a host that is no longer needed is emptied, and nobody else moves`() async throws {
        let first = try await plan(profiles(40), hosts, survive: 0)
        let next = try await plan(Array(profiles(40).prefix(16)), hosts, keep: first, survive: 0)
        let fresh = try await plan(Array(profiles(40).prefix(16)), hosts, survive: 0)
        #expect(next.hostsUsed == fresh.hostsUsed)
        let names = moved(first, next)
        let reasons = next.servers.filter { names.contains($0.server) }.flatMap(\.reasons)
        #expect(reasons.filter { $0.hasPrefix("moved: ") }.count == names.count)
        #expect(reasons.contains { $0.contains("is no longer needed") })
        #expect(names.count < moved(first, fresh).count)
    }

    @Test func `a new rule moves those that it forbids to be together, and no other`() async throws {
        let first = try await plan(profiles(30), hosts, survive: 0)
        let host = try #require(first.servers.first?.host)
        let pair = first.servers.filter { $0.host == host }.prefix(2).map(\.server)
        let next = try await plan(
            profiles(30), hosts, keep: first, survive: 0, rules: Rules(apart: [Apart(servers: pair)]))
        #expect(moved(first, next).count == 1)
        #expect(moved(first, next).allSatisfy(pair.contains))
    }

    @Test func `a loss that is not survived with the hosts as they were is repaired with few moves`() async throws {
        let first = try await plan(profiles(40), hosts, survive: 0)
        let next = try await plan(profiles(40), hosts, keep: first, survive: 1)
        #expect(moved(first, next).count < 20)
    }

    @Test func `images stay on their SR`() async throws {
        var request = Fixture.request(profiles(4), hosts)
        request.pool.storage = [
            .init(name: "a", url: "nfs://a/a"), .init(name: "b", url: "nfs://b/b", isDefault: true),
        ]
        var first = try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 1, seed: 1))
        first.servers[2].storage = "a"
        request.keep = first
        let next = try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 1, seed: 1))
        #expect(next.servers.map(\.storage) == ["b", "b", "a", "b"])
    }
}
