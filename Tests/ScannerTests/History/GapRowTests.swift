import Estate
import Testing

@testable import Scanner

/// A row in which nothing was measured looked like a server under full load.
@Suite struct GapRowTests {
    private func series(_ name: String) throws -> UtilisationSeries {
        try HistoryFile(threads: 4, memoryBytes: 1 << 30).series(try ToolAnswer(name).text, source: name)
    }

    @Test func `rows of zeros, and shares above the whole, are gaps in sar's text`() throws {
        let samples = try series("sar-zeros").samples
        #expect(samples.map { $0 != nil } == [true, false, false, true])
    }

    @Test func `rows of zeros are gaps in sadf's text`() throws {
        #expect(try series("sadf-zeros").samples.map { $0 != nil } == [true, false, true])
    }

    @Test func `a Greek clock of twelve hours is read as what it shows`() throws {
        let series = try series("sar-greek")
        // 13:00:01 and not 01:00:01: the row ends in the afternoon.
        #expect(series.start.seconds + series.interval > 1_795_564_800 + 12.5 * 3600)
    }

    @Test(arguments: [
        ("11:50:01 πμ", "11:50:01 de."), ("11:50:01 πμ", "١١:٥٠:٠١"), ("01:00:01 μμ", "01:00:01\u{202F}PM"),
    ])
    func `a clock that is not known is refused, never half read`(from: String, to: String) throws {
        let text = try ToolAnswer("sar-greek").text.replacing(from, with: to)
        let refused = #expect(throws: Failure.self) {
            try HistoryFile(threads: 4, memoryBytes: 1 << 30).series(text, source: "sar.txt")
        }
        #expect(refused?.because.contains("clock") == true, "\(refused?.because ?? "")")
    }
}
