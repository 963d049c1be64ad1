import Estate
import Testing

@testable import Scanner

/// Histories that people bring: a figure that is skipped in silence is a VM of the wrong size.
@Suite struct HistoryFileTests {
    private let file = HistoryFile(threads: 4, memoryBytes: 16 << 30)

    @Test func `a CSV of one's own is read by its columns, and a missing row is a gap`() throws {
        let text = """
            # from our monitoring
            time;cpu_percent;memory_mib;disk_iops;network_bytes_per_second
            2026-11-25T00:10:00Z;50;1024;10;1000
            2026-11-25T01:20:00+01:00;25;1024;;1000
            1795567200;100;2048;30;1000
            2026-11-25 00:50:00 UTC;0;1024;0;0
            """
        let series = try file.series(text, source: "m.csv")
        #expect(series.start == Moment(seconds: 1_795_564_800))
        #expect(series.samples.map { $0?.coresBusy } == [2, 1, nil, 4, 0])
        #expect(series.samples[3]?.memoryBytes == Double(2 << 30))
        #expect(series.samples[1]?.diskOperations == nil)
        #expect(series.samples[4]?.networkBytes == 0)
    }

    @Test(arguments: [
        ("time,cpu_percent\n1,2\n", "memory"), ("time,cpu_percent,memory_mib\nyesterday,1,1\n", "line 2"),
        ("time,cpu_percent,memory_mib\n1,-5,1\n", "line 2 has -5"),
        ("time,cpu_percent,memory_mib\n1,nan,1\n", "line 2 has nan"), ("hello\nworld\n", "no text of sar"),
        ("time,cpu_percent,memory_mib\n1,1,1\n9999999999,1,1\n", "years apart"), ("", "no text of sar"),
    ])
    func `a CSV that cannot be meant is refused by its line`(text: String, because: String) {
        let refused = #expect(throws: Failure.self) { try file.series(text, source: "m.csv") }
        #expect(refused?.because.contains(because) == true, "\(refused?.because ?? "")")
    }

    /// Recorded from pmrep 6.0.3 on Debian 12, a pmlogger archive of twelve seconds.
    @Test func `an archive of PCP gives the same figures`() throws {
        let text = """
            Time,"kernel.all.cpu.idle","kernel.all.cpu.wait.total","kernel.all.cpu.steal","hinv.ncpu","mem.util.available","mem.physmem","disk.all.total","disk.all.total_bytes","network.interface.in.bytes-lo","network.interface.in.bytes-eth0","network.interface.out.bytes-lo","network.interface.out.bytes-eth0","kernel.all.runnable"
            1795577155,,,,2,23703344,24684096,,,,,,,5
            1795577157,20.000,24.500,0.000,2,23762284,24684096,1217.500,14075.000,0.000,0.000,0.000,0.000,4
            1795577159,64.500,25.500,5.000,2,23790300,24684096,1184.500,18347.000,0.000,8190850.500,0.000,8006.000,4
            """
        let series = try HistoryFile(threads: 2, memoryBytes: 24_684_096 * 1024).series(text, source: "pcp")
        #expect(series.interval == 2)
        let sample = try #require(series.samples.last ?? nil)
        #expect((sample.coresBusy - 1.905).magnitude < 1e-9)
        #expect(sample.memoryBytes == (24_684_096 - 23_790_300) * 1024)
        #expect(sample.diskOperations == 1184.5 && sample.diskBytes == 18_347 * 1024)
        #expect(sample.networkBytes == 8_198_856.5)
        #expect(sample.runQueue == 4)
    }

    /// A packed or foreign file must say so, and not be read as an empty one.
    @Test func `files that are no text are told apart by their first bytes`() {
        #expect(HistoryBytes.of([0x96, 0xD5, 0x75, 0x21, 0, 0]) == .sysstat)
        #expect(HistoryBytes.of([0x1F, 0x8B, 8]) == .packed(by: "gunzip"))
        #expect(HistoryBytes.of([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) == .packed(by: "unxz"))
        #expect(HistoryBytes.of([0, 0, 0, 0x84, 0x50, 0x05, 0x26, 0x02]) == .pcp)
        #expect(HistoryBytes.of([]) == .empty)
        #expect(HistoryBytes.of(Array("Linux 6.1".utf8)) == .text)
    }

    @Test(arguments: [
        ("2026-11-25T00:46:08Z", 1_795_567_568.0), ("2026-11-25T01:46:08+01:00", 1_795_567_568),
        ("2026-11-24 19:46:08-0500", 1_795_567_568), ("2026-11-25 00:46:08 UTC", 1_795_567_568),
        ("2026-11-25 00:46", 1_795_567_560), ("1795567568", 1_795_567_568),
    ])
    func `moments are read as tools write them`(text: String, seconds: Double) {
        #expect(Timestamp().seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "now", "2026-13-25 00:00:00", "2026-11-25 25:00:00", "2026-11-25 00:00:00 CET", "nan", "1-2-3",
    ])
    func `what is no moment is none`(text: String) {
        #expect(Timestamp().seconds(text) == nil)
    }
}
