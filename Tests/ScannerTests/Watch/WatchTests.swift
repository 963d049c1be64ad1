import Estate
import Testing

@testable import Scanner

@Suite struct WatchTests {
    private func reading(_ at: Double, busy: Double, all: Double, bytes: Double = 0) -> LoadReading {
        LoadReading(
            at: at, busyTicks: busy, allTicks: all, processors: 4, bootTime: nil,
            disks: ["sda": .init(operations: at * 10, bytes: at * 4096), "dm-0": .init(operations: 1e9, bytes: 1e9)],
            network: ["eth0": bytes])
    }

    private var builder: SeriesBuilder { SeriesBuilder(interval: 10, disks: ["sda"], interfaces: ["eth0"]) }

    @Test func `readings become samples on a grid in UTC`() throws {
        var builder = builder
        builder.add(reading(100, busy: 0, all: 0), memory: 1, at: Moment(seconds: 1000.5))
        builder.add(reading(110, busy: 2000, all: 4000, bytes: 5000), memory: 7, at: Moment(seconds: 1010.5))
        let taken = builder.take()
        let series = try #require(taken)
        #expect(series.start == Moment(seconds: 1000))
        let sample = try #require(series.samples[0])
        #expect(sample.coresBusy == 2)
        #expect(sample.diskOperations == 10)
        #expect(sample.networkBytes == 500)
        #expect(sample.memoryBytes == 7)
        #expect(builder.take() == nil)
    }

    /// "0 bytes" was said of disks and cards that no reading held, and a plan counted on it.
    @Test func `disks and network that no reading holds are not known, and not none`() throws {
        let (first, second) = (reading(100, busy: 0, all: 0), reading(110, busy: 1, all: 40, bytes: 70))
        let sample = try #require(second.sample(since: first, disks: ["sdb"], interfaces: [], memory: 1))
        #expect(sample.diskOperations == nil && sample.diskBytes == nil && sample.networkBytes == nil)
        let idle = try #require(
            second.sample(since: second.moved(to: 105), disks: ["sda"], interfaces: ["eth0"], memory: 1))
        #expect(idle.networkBytes == 0 && idle.diskOperations == 0 && idle.diskMilliseconds == nil)
    }

    /// A lost connection must be a gap, not one long average, and a restart must not be a negative load.
    @Test func `a pause and a restart of the server are gaps`() throws {
        var builder = builder
        for (at, now) in [(100.0, 1000.0), (110, 1010), (200, 1100), (210, 1110), (5, 1200), (15, 1210)] {
            builder.add(reading(at, busy: at, all: at * 4), memory: 1, at: Moment(seconds: now + 0.5))
        }
        let taken = builder.take()
        let series = try #require(taken)
        #expect(series.samples.enumerated().filter { $0.element != nil }.map(\.offset) == [0, 10, 20])
    }

    @Test func `the loop's lines become a reading when its last line comes`() throws {
        var reader = WatchReader(nonce: "n0nce")
        let lines = """

            n0nce begin reading
            /proc/uptime:50.00 1.0
            /proc/stat:cpu  10 0 10 80 0 0 0 0
            /proc/stat:cpu0 10 0 10 80 0 0 0 0
            /proc/meminfo:MemTotal: 1000 kB
            /proc/meminfo:MemAvailable: 400 kB

            n0nce begin sockets
            Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port
            tcp ESTAB 0 0 10.0.0.1:22 10.0.0.2:4000

            n0nce end
            """.split(separator: "\n", omittingEmptySubsequences: false)
        var found: WatchReader.Reading?
        for line in lines { found = reader.read(String(line)) ?? found }
        let reading = try #require(found)
        #expect(reading.load.at == 50 && reading.load.processors == 1)
        #expect(reading.memory == 600 * 1024)
        #expect(reading.sockets?.connections.count == 1)
    }
}

extension LoadReading {
    /// The same counters at an earlier time.
    fileprivate func moved(to time: Double) -> LoadReading {
        var reading = self
        reading.at = time
        return reading
    }
}
