import Estate
import Testing

@testable import Scanner

/// Weeks of data on the first day: read wrongly, they make every VM too small or too big.
@Suite struct SysstatHistoryTests {
    /// Recorded from sadf 12.6.1 on Debian 12, two of its lines left out.
    private static let recorded = """
        # hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle
        vm;600;1795567568;-1;80.10;0.00;19.40;0.50;0.00;0.00
        vm;600;1795568168;-1;63.68;13.43;21.89;0.00;0.00;1.00
        # hostname;interval;timestamp;tps;rtps;wtps;dtps;bread/s;bwrtn/s;bdscd/s
        vm;600;1795567568;649.00;451.00;106.00;92.00;4776.00;4624.00;4112.00
        vm;600;1795568168;885.00;853.00;16.00;16.00;11056.00;1160.00;1152.00
        # hostname;interval;timestamp;kbmemfree;kbavail;kbmemused;%memused;kbbuffers;kbcached;kbcommit;%commit
        vm;600;1795567568;15515472;22045104;2214964;8.97;94200;6144580;5227348;21.18
        vm;600;1795568168;15405684;21940704;2320064;9.40;94200;6150096;5334072;21.61
        # hostname;interval;timestamp;IFACE;rxpck/s;txpck/s;rxkB/s;txkB/s;rxcmp/s;txcmp/s;rxmcst/s;%ifutil
        vm;600;1795567568;lo;31.00;31.00;1.92;1.92;0.00;0.00;0.00;0.00
        vm;600;1795567568;eth0;10.00;20.00;1.50;2.50;0.00;0.00;0.00;0.00
        vm;600;1795568168;bond0;21.00;21.00;9.00;9.00;0.00;0.00;0.00;0.00
        vm;600;1795568168;eth0;21.00;21.00;1.00;1.00;0.00;0.00;0.00;0.00

        """

    private func read(_ text: String) -> UtilisationSeries? {
        SysstatHistory.series(text, threads: 2, memoryBytes: 24_684_096 * 1024, interfaces: ["eth0"])
    }

    @Test func `figures are those of sadf, in the units of the estate`() throws {
        let series = try #require(read(Self.recorded))
        #expect(series.interval == 600)
        #expect(series.samples.count == 2)
        let first = try #require(series.samples[0])
        #expect((first.coresBusy - 2 * 0.995).magnitude < 1e-9)
        #expect(first.memoryBytes == (24_684_096 - 22_045_104) * 1024)
        #expect(first.diskOperations == 557)
        #expect(first.diskBytes == 4_812_800)
        #expect(first.networkBytes == 4096)
        #expect(series.samples[1]?.networkBytes == 2048)
    }

    /// A server that was off must not look like one that was idle.
    @Test func `a night without records stays a gap`() throws {
        let text =
            Self.recorded.replacing("1795568168", with: "1795569968")
            + "# hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle\nvm;600;1795570568;-1;1;0;0;0;0;99\n"
        let series = try #require(read(text))
        #expect(series.samples.map { $0 != nil } == [true, false, false, false, true, false])
    }

    /// sysstat 7 of RHEL 5 wrote dates, bytes and no `kbavail`. Written from its manual page.
    @Test func `old tables with dates and without the kernel's estimate are read`() throws {
        let text = """
            # hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle
            old;600;2026-11-25 00:50:01 UTC;-1;10.00;0.00;5.00;25.00;0.00;60.00
            # hostname;interval;timestamp;kbmemfree;kbmemused;%memused;kbbuffers;kbcached;kbswpfree
            old;600;2026-11-25 00:50:01 UTC;1000;9000;90.00;500;3500;0
            # hostname;interval;timestamp;IFACE;rxpck/s;txpck/s;rxbyt/s;txbyt/s
            old;600;2026-11-25 00:50:01 UTC;eth0;1.00;1.00;100.00;50.00
            old;-1;2026-11-25 01:00:00 UTC;LINUX-RESTART
            """
        let series = try #require(read(text))
        let sample = try #require(series.samples[0])
        #expect(series.start == Moment(seconds: 1_795_567_200))
        #expect((sample.coresBusy - 0.3).magnitude < 1e-9)
        #expect(sample.memoryBytes == 5000 * 1024)
        #expect(sample.networkBytes == 150)
    }

    @Test(arguments: ["", "garbage", "# hostname;interval;timestamp;CPU;%idle\nvm;600;NaN;-1;x\n", "\u{FFFD};;;;\n"])
    func `text that is no history gives none`(text: String) {
        #expect(read(text) == nil)
    }

    /// One wrong date would make a series of a million gaps.
    @Test func `a record from another century does not blow the series up`() {
        let text = Self.recorded + "# hostname;interval;timestamp;CPU;%idle\nvm;600;1;-1;50\n"
        #expect(read(text) == nil)
    }

    @Test func `confidence asks for days, not for samples`() {
        func made(_ count: Int, gap: Int = 0) -> UtilisationSeries {
            let sample = LoadSample(coresBusy: 1, memoryBytes: 1, diskOperations: 0, diskBytes: 0, networkBytes: 0)
            return UtilisationSeries(
                start: Moment(seconds: 0), interval: 600,
                samples: (0..<count).map { $0 % 10 < gap ? nil : sample })
        }
        #expect(SeriesCoverage.of([made(28 * 144)], days: 28).grade == .high)
        #expect(SeriesCoverage.of([made(28 * 144, gap: 4)], days: 28).grade == .medium)
        #expect(SeriesCoverage.of([made(144)], days: 1).grade == .low)
        #expect(SeriesCoverage.of([], days: 28).grade == .none)
        #expect(SeriesCoverage.of([made(14 * 144)], days: 28).observed == 0.5)
    }

    /// An hour of one-second samples must not outweigh a month of history.
    @Test func `finer samples are averaged into the coarser grid, and the later series wins`() throws {
        func flat(_ cores: Double, start: Double, interval: Double, count: Int) -> UtilisationSeries {
            let sample = LoadSample(coresBusy: cores, memoryBytes: 0, diskOperations: 0, diskBytes: 0, networkBytes: 0)
            return UtilisationSeries(
                start: Moment(seconds: start), interval: interval, samples: .init(repeating: sample, count: count))
        }
        let merged = try #require(
            UtilisationSeries.merged([
                flat(1, start: 0, interval: 600, count: 3), flat(4, start: 600, interval: 1, count: 300),
                flat(2, start: 900, interval: 1, count: 300),
            ]))
        #expect(merged.interval == 600)
        #expect(merged.samples.map { $0?.coresBusy } == [1, 2, 1])
    }
}
