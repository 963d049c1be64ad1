import Estate
import Testing

@testable import Scanner

/// A table that a collector never kept is no idle disk.
@Suite struct UnkeptFiguresTests {
    private func series(_ count: Int, disk: Double?, network: Double?) -> UtilisationSeries {
        let sample = LoadSample(
            coresBusy: 1, memoryBytes: 1, diskOperations: disk, diskBytes: disk, networkBytes: network)
        return UtilisationSeries(
            start: Moment(seconds: 0), interval: 600, samples: [LoadSample?](repeating: sample, count: count))
    }

    // Stores of earlier versions are full of them.
    @Test func `zeros all along of a day or more, as they were kept once, are not known`() {
        let kept = series(144, disk: 0, network: 7).keptOnly.samples.compactMap(\.self)
        #expect(kept.allSatisfy { $0.diskOperations == nil && $0.diskBytes == nil && $0.networkBytes == 7 })
        #expect(kept.count == 144)
    }

    @Test func `an hour without traffic, and one write of a day, are figures`() {
        #expect(series(6, disk: 0, network: 0).keptOnly == series(6, disk: 0, network: 0))
        var day = series(144, disk: 0, network: 0)
        day.samples[100]?.diskOperations = 1
        #expect(day.keptOnly.samples[0]?.diskOperations == 0)
        #expect(day.keptOnly.samples[100]?.networkBytes == nil)
    }

    @Test func `the mean over several sources is of those that know`() {
        let merged = UtilisationSeries.merged([series(6, disk: nil, network: 4), series(6, disk: nil, network: nil)])
        #expect(merged?.samples.first??.networkBytes == nil)
        var mean = LoadMean()
        for sample in series(1, disk: nil, network: 4).samples + series(1, disk: 6, network: nil).samples {
            if let sample { mean.add(sample) }
        }
        #expect(mean.value?.networkBytes == 4 && mean.value?.diskBytes == 6)
    }
}
