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

    /// What is left out in silence is a quieter server than there is.
    @Test(arguments: ["sar-zeros", "sadf-zeros", "sar-greek"])
    func `each row is counted, as used, a gap, not needed or not understood`(name: String) throws {
        let file = HistoryFile(threads: 4, memoryBytes: 1 << 30)
        let text = try ToolAnswer(name).text
        let whole = try file.read(text, source: name).rows
        #expect(whole.used > 0 && whole.notUnderstood == 0)
        #expect(whole.complaint(of: name) == nil)
        #expect(whole.gaps == (name.hasSuffix("zeros") ? text.contains("hostname") ? 1 : 2 : 0))
        let rows = text.split(separator: "\n").filter {
            !$0.hasPrefix("Average") && ($0.contains(".00") || $0.contains("000"))
        }
        #expect(whole.all == rows.count)
    }

    @Test func `a row that was cut is told with its line, and counts as not measured`() throws {
        let file = HistoryFile(threads: 4, memoryBytes: 1 << 30)
        let text = try ToolAnswer("sadf-zeros").text
        let lines = text.split(separator: "\n").map(String.init)
        let at = try #require(lines.lastIndex { $0.contains(";") && !$0.hasPrefix("#") })
        let cut = Array(lines[..<at]) + [String(lines[at].prefix(lines[at].count / 2))]
        let (whole, rows) = (
            try file.read(text, source: "x").rows, try file.read(cut.joined(separator: "\n"), source: "x").rows
        )
        #expect(rows.all == whole.all)
        #expect(rows.firstNotUnderstood == at + 1)
        #expect(
            rows.complaint(of: "x")
                == "x: 1 of \(rows.all) rows are not understood, the first in line \(at + 1); they count as not measured"
        )
    }

    @Test func `a table that no plan needs takes its rows from no other`() throws {
        let text = """
            Linux 6.1.0 (vm) 11/25/2026 _x86_64_ (4 CPU)

            00:00:01 CPU %user %nice %system %iowait %steal %idle
            00:10:01 all 10.00 0.00 0.00 0.00 0.00 90.00
            00:20:01 LINUX RESTART (4 CPU)

            00:00:01 kbmemfree kbavail kbmemused
            00:10:01 500000 600000 400000

            00:00:01 kbswpfree kbswpused %swpused
            00:10:01 111 222 333
            """
        let (series, rows) = try HistoryFile(threads: 4, memoryBytes: 1 << 30).read(text, source: "sar.txt")
        #expect(series.samples.compactMap { $0 }.map(\.memoryBytes) == [Double(1 << 30) - 600_000 * 1024])
        #expect(series.samples.compactMap { $0 }.allSatisfy { $0.diskOperations == nil && $0.diskBytes == nil })
        #expect(series.samples.compactMap { $0 }.allSatisfy { $0.networkBytes == nil })
        // "0 operations" was said of disks that nobody had watched.
        #expect(rows.remarks(of: "x") == ["x: it has no figures of disks and network, which stay unknown"])
        #expect([rows.used, rows.notNeeded, rows.notUnderstood] == [2, 1, 0])
    }

    /// A day that a file holds twice had twice the traffic.
    @Test func `a row that stands twice counts once, and is told`() throws {
        let sadf = """
            # hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle
            vm;600;1795567800;-1;10.00;0.00;0.00;0.00;0.00;90.00
            # hostname;interval;timestamp;kbmemfree;kbavail;kbmemused
            vm;600;1795567800;500000;600000;400000
            # hostname;interval;timestamp;IFACE;rxpck/s;txpck/s;rxkB/s;txkB/s
            vm;600;1795567800;eth0;10.00;20.00;1.00;3.00
            vm;600;1795567800;eth1;10.00;20.00;1.00;0.00
            # hostname;interval;timestamp;DEV;tps;rkB/s;wkB/s
            vm;600;1795567800;sda;7.00;1.00;1.00

            """
        let file = HistoryFile(threads: 4, memoryBytes: 1 << 30)
        let (once, twice) = (try file.read(sadf, source: "x"), try file.read(sadf + sadf, source: "x"))
        #expect(once.rows.all == 5 && once.rows.twice == 0)
        #expect(twice.series == once.series)
        #expect(once.rows.remarks(of: "x").isEmpty && twice.rows.remarks(of: "x").count == 1)
        #expect(twice.series.samples.first??.networkBytes == 5120.0)
        #expect([twice.rows.used, twice.rows.twice, twice.rows.all] == [5, 5, 10])
        #expect(twice.rows.complaint(of: "x") == "x: 5 of 10 rows stand there twice; the first of each counts")
    }

    @Test(arguments: [
        "time,cores_busy,memory_mib\n1795567800,1,100\n1795567800,3,100\n",
        "Time,kernel.all.cpu.idle,hinv.ncpu,mem.util.available\n1795567800,1000,2,100\n1795567800,0,2,100\n",
    ])
    func `a moment that a table has twice counts once`(text: String) throws {
        let (series, rows) = try HistoryFile(threads: 4, memoryBytes: 1 << 30).read(text, source: "x")
        #expect(series.samples.compactMap { $0?.coresBusy } == [1])
        #expect([rows.used, rows.twice, rows.all] == [1, 1, 2])
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
