import Estate
import Testing

@testable import Scanner

/// People mail sar's text more often than its files; a misread clock moves the load of the night into the day.
@Suite struct SarTextTests {
    private func series(_ text: String, threads: Int = 2, sar: SarOptions = SarOptions()) throws -> UtilisationSeries {
        try HistoryFile(threads: threads, memoryBytes: 8 << 30, sar: sar).series(text, source: "sar.txt")
    }

    /// `sar -A` of sysstat 12 prints far more than is needed; written in its layout.
    private static let modern = """
        Linux 6.1.0-13-amd64 (vm) \t11/25/2026 \t_x86_64_\t(2 CPU)

        00:00:01        CPU      %usr     %nice      %sys   %iowait    %steal      %irq     %soft    %guest    %gnice     %idle
        00:10:01        all     10.00      0.00      5.00      1.00      0.00      0.00      0.00      0.00      0.00     84.00
        00:10:01          0     99.00      0.00      1.00      0.00      0.00      0.00      0.00      0.00      0.00      0.00
        00:20:01        all     20.00      0.00      5.00      1.00      0.00      0.00      0.00      0.00      0.00     74.00
        Average:        all     15.00      0.00      5.00      1.00      0.00      0.00      0.00      0.00      0.00     79.00

        00:00:01       proc/s   cswch/s
        00:10:01         1.00    100.00
        Average:         1.00    100.00

        00:00:01          tps      rtps      wtps      dtps   bread/s   bwrtn/s   bdscd/s
        00:10:01        10.00      4.00      6.00      0.00     80.00     20.00      0.00
        00:20:01        12.00      6.00      6.00      0.00     80.00     20.00      0.00
        Average:        11.00      5.00      6.00      0.00     80.00     20.00      0.00

        00:00:01    kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty
        00:10:01       100000   4194304   2000000     25.00      1000      2000   3000000     30.00    500000    500000        10
        00:20:01       100000   4194304   2000000     25.00      1000      2000   3000000     30.00    500000    500000        10
        Average:       100000   4194304   2000000     25.00      1000      2000   3000000     30.00    500000    500000        10

        00:00:01        IFACE   rxpck/s   txpck/s    rxkB/s    txkB/s   rxcmp/s   txcmp/s  rxmcst/s   %ifutil
        00:10:01           lo      9.00      9.00      9.00      9.00      0.00      0.00      0.00      0.00
        00:10:01         eth0      1.00      1.00      1.00      3.00      0.00      0.00      0.00      0.00
        Average:         eth0      1.00      1.00      1.00      3.00      0.00      0.00      0.00      0.00

        00:00:01      runq-sz  plist-sz   ldavg-1   ldavg-5  ldavg-15   blocked
        00:10:01            3       200      0.10      0.10      0.10         0
        00:20:01            1       200      0.10      0.10      0.10         0
        Average:            2       200      0.10      0.10      0.10         0
        """

    @Test func `all tables of one day meet in one sample`() throws {
        let series = try series(Self.modern)
        #expect(series.start == Moment(seconds: 1_795_564_800))
        #expect(series.interval == 600)
        #expect(series.samples.count == 2)
        let first = try #require(series.samples[0])
        #expect((first.coresBusy - 0.3).magnitude < 1e-9)
        #expect(first.memoryBytes == Double(4 << 30))
        #expect(first.diskOperations == 10 && first.diskBytes == 51_200)
        #expect(first.networkBytes == 4096)
        #expect(first.runQueue == 3)
    }

    /// sysstat 7 of RHEL 5: a clock of twelve hours, a restart in the middle, no kbavail, sectors and bytes.
    @Test func `a twelve-hour clock passes noon, and a restart begins no new day`() throws {
        let text = """
            Linux 2.6.18-398.el5 (old) \t11/24/26

            11:50:01 AM       CPU     %user     %nice   %system   %iowait    %steal     %idle
            12:00:01 PM       all     10.00      0.00      0.00      0.00      0.00     90.00
            12:05:12 PM       LINUX RESTART

            12:10:01 PM       CPU     %user     %nice   %system   %iowait    %steal     %idle
            12:20:01 PM       all     30.00      0.00      0.00      0.00      0.00     70.00
            12:30:01 PM       all     50.00      0.00      0.00      0.00      0.00     50.00
            12:40:01 PM       all     50.00      0.00      0.00      0.00      0.00     50.00
            Average:          all     35.00      0.00      0.00      0.00      0.00     65.00

            11:50:01 AM kbmemfree kbmemused  %memused kbbuffers  kbcached kbswpfree kbswpused  %swpused  kbswpcad
            12:00:01 PM      1000   2000000     99.00    100000    900000         0         0      0.00         0
            12:05:12 PM       LINUX RESTART

            12:10:01 PM kbmemfree kbmemused  %memused kbbuffers  kbcached kbswpfree kbswpused  %swpused  kbswpcad
            12:20:01 PM      1000   2000000     99.00    100000    900000         0         0      0.00         0
            12:30:01 PM      1000   2000000     99.00    100000    900000         0         0      0.00         0
            12:40:01 PM      1000   2000000     99.00    100000    900000         0         0      0.00         0
            """
        let series = try series(text, threads: 10)
        #expect(series.start == Moment(seconds: 1_795_478_400 + 11 * 3600 + 50 * 60))
        #expect(series.samples.map { $0.map { $0.coresBusy.rounded() } } == [1, nil, 3, 5, 5])
        #expect(series.samples[0]?.memoryBytes == 1_024_000_000)
    }

    /// Disks one by one stand in where sar -b is missing; mapped devices would count twice.
    @Test func `sums of whole disks stand in for a missing total`() throws {
        let text = """
            Linux 4.18.0 (h) 2026-11-25 _x86_64_ (2 CPU)

            23:40:01        CPU     %user     %nice   %system   %iowait    %steal     %idle
            23:50:01        all      0.00      0.00      0.00      0.00      0.00    100.00
            00:00:01        all     50.00      0.00      0.00      0.00      0.00     50.00
            Average:        all      0.00      0.00      0.00      0.00      0.00     75.00

            23:40:01    kbmemfree kbmemused kbbuffers kbcached
            23:50:01         1000      2000         0        0
            00:00:01         1000      2000         0        0

            23:40:01          DEV       tps     rkB/s     wkB/s   areq-sz    aqu-sz     await     %util
            23:50:01       dev8-0     10.00     50.00     50.00      0.00      0.00      2.00      1.00
            23:50:01      dev8-16     30.00      0.00      0.00      0.00      0.00      6.00      1.00
            23:50:01     dev253-0     40.00     50.00     50.00      0.00      0.00      2.00      1.00
            """
        let series = try series(text)
        #expect(series.samples.count == 2)
        #expect(series.samples[0]?.diskOperations == 40)
        #expect(series.samples[0]?.diskBytes == 102_400)
        #expect(series.samples[0]?.diskMilliseconds == 5)
        #expect(series.samples[1]?.coresBusy == 1)
    }

    @Test func `dates of other countries, and texts of several days, are told apart`() throws {
        func day(_ date: String, dayFirst: Bool = false) throws -> Double {
            let text = """
                Linux 5 (h) \t\(date) \t_x86_64_
                00:10:01 CPU %user %nice %system %iowait %steal %idle
                00:20:01 all 49,5 0 0 0 0 50,5
                00:10:01 kbmemfree kbmemused kbbuffers kbcached
                00:20:01 1 2 0 0
                """
            return try series(text, sar: SarOptions(dayFirst: dayFirst)).start.seconds
        }
        let expected = 1_795_564_800 + 600.0
        #expect(try day("11/25/2026") == expected)
        #expect(try day("25/11/26") == expected)
        #expect(try day("25.11.2026") == expected)
        #expect(try day("2026-11-25") == expected)
        #expect(try day("12/11/2026", dayFirst: true) == expected - 13 * 86_400)
        let two = Self.modern + "\n" + Self.modern.replacing("11/25/2026", with: "11/26/2026")
        #expect(try series(two).samples.count == 146)
    }

    /// A server in Madrid writes its own hours: the plan counts in UTC.
    @Test func `times of the server's own zone become UTC`() throws {
        let sar = SarOptions(stamp: Timestamp { _ in 3600 })
        #expect(try series(Self.modern, sar: sar).start == Moment(seconds: 1_795_561_200))
    }

    @Test func `a text without a day is refused unless the day is given`() throws {
        let text = Self.modern.split(separator: "\n").dropFirst().joined(separator: "\n")
        let refused = #expect(throws: Failure.self) { try series(text) }
        #expect(refused?.next.contains("--day") == true)
        #expect(try series(text, sar: SarOptions(day: CivilDate("2026-11-25"))).samples.count == 2)
    }

    @Test func `a table of processors alone is refused: memory cannot be guessed`() {
        let text = "Linux 5 (h) 2026-11-25\n00:10:01 CPU %user %idle\n00:20:01 all 1 99\n"
        let refused = #expect(throws: Failure.self) { try series(text) }
        #expect(refused?.because.contains("memory") == true)
    }
}
