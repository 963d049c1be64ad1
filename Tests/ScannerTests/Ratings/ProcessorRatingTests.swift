import Estate
import Testing

@testable import Scanner

/// Two busy cores of 2009 are not two cores of a new host: counted alike, a plan buys too many hosts or too few.
@Suite struct ProcessorRatingTests {
    private func processor(_ model: String, megahertz: Double? = nil) -> Processor {
        Processor(
            model: model, architecture: "x86_64", sockets: 1, cores: 8, threads: 16, megahertz: megahertz, flags: [])
    }

    @Test func `two rated processors are compared by their ratings`() {
        let factor = ProcessorRatings().factor(
            from: processor("Intel(R) Xeon(R) CPU E5-2690 0 @ 2.90GHz"),
            to: "Intel(R) Xeon(R) CPU E5-2699 v4 @ 2.20GHz")
        #expect(factor.basis == .rating)
        #expect((factor.value - 37.1 / 31.4).magnitude < 1e-9)
    }

    /// `E5-2690 v2` holds the words of `E5-2690`, and is another processor.
    @Test func `a later version of the same number is not taken for the first`() {
        let factor = ProcessorRatings().factor(
            from: processor("Intel(R) Xeon(R) CPU E5-2690 v2 @ 3.00GHz", megahertz: 3000),
            to: "Intel(R) Xeon(R) CPU E5-2699 v4 @ 2.20GHz")
        #expect(factor.basis == .frequency)
        #expect((factor.value - 3000 / 2200).magnitude < 1e-9)
    }

    @Test func `the operator's own table comes first, and other sources do not mix with it`() throws {
        let own = try ProcessorRatings.parse(
            "model,per_core,source\nXeon E5620,10,ours\n# a note\nXeon Gold 6154,25,ours\n", source: "r.csv")
        let ratings = ProcessorRatings(own: own)
        let old = processor("Intel(R) Xeon(R) CPU           E5620  @ 2.40GHz", megahertz: 2400)
        #expect(
            ratings.factor(from: old, to: "Intel(R) Xeon(R) Gold 6154 CPU @ 3.00GHz")
                == .init(value: 0.4, basis: .rating))
        #expect(ratings.factor(from: old, to: "Intel(R) Xeon(R) CPU E5-2699 v4 @ 2.20GHz").basis == .frequency)
        #expect(ratings.factor(from: old, to: "AMD EPYC 7302P") == .init(value: 1, basis: .none))
        #expect(ratings.factor(from: nil, to: nil) == .init(value: 1, basis: .none))
    }

    @Test(arguments: ["Xeon", "Xeon,fast", "Xeon,0", "Xeon,-1", ",5", "Xeon,inf"])
    func `a row that is no rating is refused by its line`(text: String) {
        let refused = #expect(throws: Failure.self) {
            try ProcessorRatings.parse("model,per_core\n" + text, source: "r")
        }
        #expect(refused?.because.contains("line 2") == true)
    }

    @Test func `a series in other cores keeps its gaps and its other figures`() {
        let sample = LoadSample(coresBusy: 2, memoryBytes: 7, diskOperations: 1, diskBytes: 1, networkBytes: 1)
        let series = UtilisationSeries(start: Moment(seconds: 0), interval: 60, samples: [sample, nil])
        let scaled = series.inCores(of: .init(value: 0.5, basis: .rating))
        #expect(scaled.samples[0]?.coresBusy == 1 && scaled.samples[0]?.memoryBytes == 7 && scaled.samples[1] == nil)
    }
}
