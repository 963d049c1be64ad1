import Checker
import Estate
import Planner
import TestSupport
import Testing

/// CPU and memory are rarely what hurts first: two databases on one host fight for its path to the disks.
@Suite struct RateTests {
    private let servers = ["a", "b"].map { Fixture.profile($0, memoryMiB: 900) }

    private func hosts(_ rates: Rates?) -> [Host] {
        ["h1", "h2"].map { name in
            var host = Fixture.host(name, memoryMiB: 8192)
            host.rates = rates
            return host
        }
    }

    /// Two weeks of hours from Monday, 5 January 1970, with 600 of everything a second in the given hours of the day.
    private func history(busy hours: Range<Int>) -> [UtilisationSeries] {
        let samples = (0..<336).map { at -> LoadSample? in
            let rate = hours.contains(at % 24) ? 600.0 : 10
            return LoadSample(
                coresBusy: 0.1, memoryBytes: 400 * 1_048_576, diskOperations: rate, diskBytes: rate, networkBytes: rate)
        }
        return [UtilisationSeries(start: Moment(seconds: 4 * 86400), interval: 3600, samples: samples)]
    }

    private func request(_ hosts: [Host], _ first: Range<Int>, _ second: Range<Int>) -> PlanRequest {
        var request = Fixture.request(servers, hosts)
        request.policy = PlanPolicy(loadHeadroomPercent: 10, comfort: 1)
        request.history = ["a": history(busy: first), "b": history(busy: second)]
        return request
    }

    private func demands(_ request: PlanRequest) -> [Demand] {
        request.history.compactMap { DemandEstimate.of($0.key, $0.value, policy: request.policy) }
    }

    @Test(arguments: [Rates(diskOperations: 1000), Rates(diskBytes: 1000), Rates(networkBytes: 1000)])
    func `servers that are busy in the same hours part where the host states a limit`(_ rates: Rates) async throws {
        let limited = request(hosts(rates), 9..<17, 9..<17)
        let plan = try await PlanMaker.plan(limited)
        #expect(plan.hostsUsed == 2)
        #expect(PlanCheck.findings(plan: plan, hosts: limited.hosts, demands: demands(limited)) == [])
        let free = try await PlanMaker.plan(request(hosts(nil), 9..<17, 9..<17))
        #expect(free.hostsUsed == 1)
        let found = PlanCheck.findings(plan: free, hosts: limited.hosts, demands: demands(limited))
        #expect(found.contains { $0.contains("needs 1200") && $0.contains("900 are free after headroom") })
    }

    @Test func `servers that are busy at different times share the host's path to the disks`() async throws {
        #expect(try await PlanMaker.plan(request(hosts(Rates(diskOperations: 1000)), 9..<17, 20..<24)).hostsUsed == 1)
    }

    @Test func `a server that asks more of the disks than any host gives is refused with the numbers`() async {
        await #expect {
            _ = try await PlanMaker.plan(request(hosts(Rates(diskOperations: 500)), 9..<17, 9..<17))
        } throws: { error in
            let because = (error as? Failure)?.because ?? ""
            return because.contains("600 disk operations/s") && because.contains("450 disk operations/s")
        }
    }

    @Test func `an SR takes images while it has room, then the next does, then the plan is refused`() async throws {
        var request = request(hosts(nil), 9..<17, 9..<17)
        request.pool.storage = [.init(name: "sr1", url: "nfs://n/1"), .init(name: "sr2", url: "nfs://n/2")]
        #expect(try await PlanMaker.plan(request).servers.map(\.storage) == ["sr1", "sr1"])
        request.storageFree = ["sr1": 3 << 30, "sr2": 2 << 30]
        let plan = try await PlanMaker.plan(request)
        #expect(plan.servers.map(\.storage) == ["sr1", "sr2"])
        #expect(plan.servers[1].reasons.contains("storage: sr2, since sr1 has no room for it"))
        let small = StorageRepository(name: "sr2", url: "", totalBytes: 1 << 30, freeBytes: 1 << 30, isDefault: false)
        let large = StorageRepository(name: "sr1", url: "", totalBytes: 3 << 30, freeBytes: 3 << 30, isDefault: true)
        let found = PlanCheck.findings(plan: plan, hosts: request.hosts, storage: [large, small])
        #expect(found == ["SR sr2: the images need 2048 MiB, 1024 MiB are free"])
        request.storageFree["sr2"] = 1 << 30
        await #expect {
            _ = try await PlanMaker.plan(request)
        } throws: { ($0 as? Failure)?.because.contains("sr2: 1024 MiB are free, 2048 MiB are needed") == true }
    }

    @Test func `the disk operations of all servers on an SR are kept, hour by hour`() async throws {
        var request = request(hosts(nil), 9..<17, 9..<17)
        let rates = Rates(diskOperations: 1000)
        request.pool.storage = [
            .init(name: "sr1", url: "nfs://n/1", rates: rates), .init(name: "sr2", url: "nfs://n/2", rates: rates),
        ]
        let plan = try await PlanMaker.plan(request)
        #expect(Set(plan.servers.map(\.storage)) == ["sr1", "sr2"])
        var edited = plan
        for at in edited.servers.indices { edited.servers[at].storage = "sr1" }
        let storage = ["sr1", "sr2"].map {
            StorageRepository(name: $0, url: "", totalBytes: 0, freeBytes: 0, isDefault: false, rates: rates)
        }
        let demands = demands(request)
        #expect(PlanCheck.findings(plan: plan, hosts: request.hosts, demands: demands, storage: storage) == [])
        let found = PlanCheck.findings(plan: edited, hosts: request.hosts, demands: demands, storage: storage)
        #expect(found.contains { $0.hasPrefix("SR sr1 needs 1200 disk operations/s") })
        request.history["b"] = history(busy: 20..<24)
        #expect(Set(try await PlanMaker.plan(request).servers.map(\.storage)) == ["sr1"])
    }

    @Test func `the risk counts the observed hours that the percentile has left out`() async throws {
        var request = request(hosts(Rates(diskOperations: 1000)), 9..<17, 20..<24)
        #expect(try await PlanMaker.plan(request).risk == [HostRisk(host: "h1", hoursObserved: 336, hoursBroken: 0)])
        // One evening of two weeks both were busy: below the 95th percentile of that hour only with many weeks; with
        // the median it is left out.
        request.policy.percentile = 50
        request.history["a"]?[0].samples[20]?.diskOperations = 600
        #expect(try await PlanMaker.plan(request).risk == [HostRisk(host: "h1", hoursObserved: 336, hoursBroken: 1)])
    }

    // The collector kept no table of disks: "0 operations" let any host carry it, and nothing was said.
    @Test func `what was not observed of a server is said where a host or an SR states a limit for it`() async throws {
        let rates = Rates(diskOperations: 1000, networkBytes: 1000)
        var request = request(hosts(rates), 9..<17, 20..<24)
        request.pool.storage = [.init(name: "sr1", url: "nfs://n/1", rates: rates)]
        for at in 0..<336 { request.history["b"]?[0].samples[at]?.diskOperations = nil }
        let plan = try await PlanMaker.plan(request)
        let words = "load: its disk operations/s were not observed: nothing of it counts against the limit of "
        #expect(plan.servers[1].reasons.filter { $0.hasPrefix(words) } == [words + "h1", words + "the SR sr1"])
        #expect(!plan.servers[0].reasons.contains { $0.hasPrefix(words) })
        #expect(plan.risk?.first?.unseen == ["disk operations/s of b"])
        #expect(plan.risk?.first?.words == ["h1: not observed, so counted as none: disk operations/s of b"])
        let demand = try #require(demands(request).first { $0.server == "b" })
        #expect(demand.diskOperations == nil && demand.diskBytes != nil)
        #expect(PlanCheck.findings(plan: plan, hosts: request.hosts, demands: demands(request)) == [])
        request.history["b"] = nil
        #expect(try await PlanMaker.plan(request).risk?.first?.unseen == ["load of b"])
    }

    @Test func `memory is never promised twice unless the policy says so`() async throws {
        let two = ["h1", "h2"].map { Fixture.host($0, memoryMiB: 2048) }
        var request = Fixture.request(servers, two)
        #expect(try await PlanMaker.plan(request).hostsUsed == 2)
        request.policy.memoryOvercommit = 1.5
        let plan = try await PlanMaker.plan(request)
        #expect(plan.hostsUsed == 1)
        #expect(PlanCheck.findings(plan: plan, hosts: two) == [])
        var strict = plan
        strict.policy.memoryOvercommit = nil
        #expect(PlanCheck.findings(plan: strict, hosts: two).contains { $0.contains("MiB are free after headroom") })
    }
}
