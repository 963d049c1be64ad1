import Estate
import Foundation
import Scanner
import Shell
import Testing

/// Real `sa` files, made on this machine by sysstat's own collector.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct SysstatFlowTests {
    private struct Sadf: Decodable {
        struct Root: Decodable { var hosts: [HostRecord] }
        struct HostRecord: Decodable { var statistics: [Statistics] }
        struct Statistics: Decodable {
            var cpuLoad: [Load]?
            var memory: Memory?

            enum CodingKeys: String, CodingKey {
                case cpuLoad = "cpu-load"
                case memory
            }
        }
        struct Load: Decodable {
            var cpu: String
            var idle: Double
            var iowait: Double
            var steal: Double
        }
        struct Memory: Decodable { var avail: Double }

        var sysstat: Root
    }

    /// Our figures must be sadf's own, whichever of its forms they are read from.
    @Test func `an imported series equals what sadf says in JSON`() async throws {
        let file = NSTemporaryDirectory() + "p2v-sa-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await Shell.check(Command("/usr/lib/sysstat/sadc", "-S", "DISK", "1", "6", file))
        let text = try await Shell.check(
            Command(["sadf", "-d", "-U", file, "--", "-u", "-r", "-b", "-n", "DEV"], environment: ["LC_ALL": "C"]))
        let json = try await Shell.check(
            Command(["sadf", "-j", file, "--", "-u", "-r"], environment: ["LC_ALL": "C"]))
        let records = try JSONDecoder().decode(Sadf.self, from: Data(json.utf8)).sysstat.hosts[0].statistics
        let total: UInt64 = 32 << 30
        let series = try #require(SysstatHistory.series(text, threads: 4, memoryBytes: total))
        #expect(series.interval == 1)
        let samples = series.samples.compactMap { $0 }
        #expect(samples.count == records.count)
        for (sample, record) in zip(samples, records) {
            let load = try #require(record.cpuLoad?.first { $0.cpu == "all" })
            #expect((sample.coresBusy - 4 * (100 - load.idle - load.iowait - load.steal) / 100).magnitude < 0.001)
            let memory = try #require(record.memory)
            #expect(sample.memoryBytes == Double(total) - memory.avail * 1024)
        }
    }

    /// Weeks of data on the first day must not cost minutes.
    @Test func `thirty days of ten-minute records are imported`() throws {
        var text = "# hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle\n"
        for index in 0..<4320 { text += "h;600;\(1_700_000_400 + index * 600);-1;10.00;0.00;5.00;1.00;0.00;84.00\n" }
        text += "# hostname;interval;timestamp;kbmemfree;kbavail;kbmemused;%memused;kbbuffers;kbcached\n"
        for index in 0..<4320 { text += "h;600;\(1_700_000_400 + index * 600);1000;5000;3000;10;10;10\n" }
        text += "# hostname;interval;timestamp;tps;rtps;wtps;bread/s;bwrtn/s\n"
        for index in 0..<4320 { text += "h;600;\(1_700_000_400 + index * 600);10;5;5;80;80\n" }
        text += "# hostname;interval;timestamp;IFACE;rxpck/s;txpck/s;rxkB/s;txkB/s\n"
        for index in 0..<4320 {
            for card in ["lo", "eth0", "eth1"] { text += "h;600;\(1_700_000_400 + index * 600);\(card);1;1;2;2\n" }
        }
        let began = ContinuousClock.now
        let series = try #require(SysstatHistory.series(text, threads: 2, memoryBytes: 8 << 30))
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("imported \(series.samples.count) samples of 30 days in \(seconds) s")
        #expect(series.samples.count == 4320)
        #expect(SeriesCoverage.of([series], days: 28).grade == .high)
    }
}
