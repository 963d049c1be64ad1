import Estate
import Planner
import TestSupport
import Testing

/// Demand that misses the busy hour puts two servers that peak together on one host.
@Suite struct DemandTests {
    private func sample(_ cores: Double) -> LoadSample {
        LoadSample(coresBusy: cores, memoryBytes: 1_073_741_824, diskOperations: 1, diskBytes: 1, networkBytes: 1)
    }

    /// Two weeks of hours from Monday, 5 January 1970; busy in the given hours of the day.
    private func history(busy hours: Range<Int>, cores: Double, gap: Range<Int> = 0..<0) -> UtilisationSeries {
        UtilisationSeries(
            start: Moment(seconds: 4 * 86400), interval: 3600,
            samples: (0..<336).map { at in
                gap.contains(at) ? nil : sample(hours.contains(at % 24) ? cores : 0.1)
            })
    }

    @Test func `demand follows the hours of the week from Monday`() throws {
        let demand = try #require(
            DemandEstimate.of("a", [history(busy: 9..<17, cores: 2)], policy: PlanPolicy(percentile: 95, comfort: 1)))
        #expect(demand.cores[8] == 0.1)
        #expect(demand.cores[9] == 2)
        #expect(demand.cores[168 - 24 + 12] == 2)
        #expect(demand.hoursObserved == 336)
    }

    @Test func `gaps lower the confidence and are filled with the worst of the same hour`() throws {
        let whole = try #require(DemandEstimate.of("a", [history(busy: 9..<17, cores: 2)], policy: PlanPolicy()))
        let holes = history(busy: 9..<17, cores: 2, gap: 0..<48)
        let gappy = try #require(
            DemandEstimate.of(
                "a", [UtilisationSeries(start: holes.start, interval: 3600, samples: Array(holes.samples.prefix(168)))],
                policy: PlanPolicy(comfort: 1)))
        #expect(gappy.confidence < whole.confidence)
        #expect(gappy.cores[10] == 2)
        #expect(gappy.cores[3] == 0.1)
    }

    @Test func `a day worker and a night worker share a host that is too small for two day workers`() async throws {
        let profiles = ["a", "b"].map { Fixture.profile($0, memoryMiB: 900, threads: 4) }
        let hosts = ["h1", "h2"].map { Fixture.host($0, memoryMiB: 8192, cpus: 4) }
        var request = Fixture.request(profiles, hosts)
        request.policy = PlanPolicy(loadHeadroomPercent: 10, comfort: 1)
        request.history = [
            "a": [history(busy: 9..<17, cores: 2.5)], "b": [history(busy: 20..<24, cores: 2.5)],
        ]
        #expect(try await PlanMaker.plan(request).hostsUsed == 1)
        request.history["b"] = request.history["a"]
        #expect(try await PlanMaker.plan(request).hostsUsed == 2)
    }
}
