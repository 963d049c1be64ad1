import Estate
import Foundation
import Pool
import Probes
import Testing

@testable import LiveMigration

/// What leaves p2v: frames, pictures, tables.
@Suite struct ReportTests {
    /// A frame with another source address would send the machine's traffic astray.
    @Test func `the announcement carries the machine's address and is a whole frame`() throws {
        let frame = try #require(StationFrame("52:54:00:77:00:42")).bytes
        let mac: [UInt8] = [0x52, 0x54, 0x00, 0x77, 0x00, 0x42]
        #expect(frame.count == 60)
        #expect(Array(frame[0..<6]) == [UInt8](repeating: 0xff, count: 6))
        #expect(Array(frame[6..<12]) == mac)
        #expect(Array(frame[12..<14]) == [0x80, 0x35])
        #expect(Array(frame[22..<28]) == mac && Array(frame[32..<38]) == mac)
    }

    @Test(arguments: ["", "52:54:00:77:00", "01:00:5e:00:00:01", "52:54:00:77:00:4g", "52:54:00:77:00:42:00"])
    func `what is no station's address is refused`(text: String) {
        #expect(StationFrame(text) == nil)
    }

    private func record(machine: String) -> MigrationRecord {
        let samples = (0..<50).map { number in
            let sent = UInt64(number) * 10_000_000 + 1_000_000_000
            return (20..<25).contains(number)
                ? ProbeSample(due: sent, sent: sent, outcome: .lost)
                : ProbeSample(due: sent, sent: sent, ended: sent + 900_000, outcome: .answered)
        }
        let trace = ProbeTrace(spec: ProbeSpec(.ping, host: "h", port: 0), perSecond: 100, samples: samples)
        let events = [
            MigrationReport.Event(milliseconds: 200, host: "a", name: "suspended"),
            MigrationReport.Event(milliseconds: 250, host: "b", name: "resumed"),
        ]
        let report = MigrationReport(
            machine: machine, from: "a", to: "b", startedAt: Moment(seconds: 0), memoryMiB: 512,
            job: JobStatistics(downtimeMilliseconds: 50, memoryProcessedBytes: 1 << 28), wallSeconds: 0.4,
            events: events,
            probes: [trace.report(during: 1_000_000_000..<1_400_000_000)])
        return MigrationRecord(report: report, traces: [trace], samples: [], zero: 1_000_000_000)
    }

    @Test func `the timeline shows every probe, the lost ones, the pause, and escapes names`() {
        let svg = record(machine: "<dns&>").svg
        #expect(svg.components(separatedBy: "<circle ").count == 46)
        #expect(svg.components(separatedBy: "class=\"lost\"").count == 6)
        #expect(svg.contains("memory that remains"))
        #expect(svg.contains("pause 50 ms"))
        #expect(svg.contains("&lt;dns&amp;&gt;") && !svg.contains("<dns"))
    }

    @Test func `the experiment's rows add losses up by size and direction`() throws {
        let one = record(machine: "dns").report
        var back = one
        back.from = "b"
        back.to = "a"
        let rows = ExperimentRow.rows([one, back, one])
        #expect(rows.map(\.moves) == [2, 1])
        #expect(rows[0].ping == ExperimentRow.Losses(sent: 100, lost: 10))
        #expect(rows[0].downtimeMilliseconds?.median == 50)
        #expect(rows[0].movedBytes?.median == 268_435_456)
        #expect(rows[0].ordinaryPing.sent == 0)
    }
}
