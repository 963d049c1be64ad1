import Estate
import Testing

@testable import Probes

/// These figures are what the reports say of a service: a wrong one hides an outage or invents one.
@Suite struct ProbeTraceTests {
    /// Ten milliseconds apart; each answered after one millisecond unless `lost` names it.
    private func trace(_ count: Int, lost: Set<Int> = [], sentLate: [Int: UInt64] = [:]) -> ProbeTrace {
        let samples = (0..<count).map { number in
            let due = UInt64(number + 100) * 10_000_000
            let sent = due + (sentLate[number] ?? 0) * 1_000_000
            return lost.contains(number)
                ? ProbeSample(due: due, sent: sent, outcome: .lost)
                : ProbeSample(due: due, sent: sent, ended: sent + 1_000_000, outcome: .answered)
        }
        return ProbeTrace(spec: ProbeSpec(.ping, host: "h", port: 0), perSecond: 100, samples: samples)
    }

    @Test func `loss and the longest gap are those of the silence`() {
        let seen = trace(100, lost: Set(40..<50))
        #expect(seen.lost == 10)
        #expect(seen.longestGap?.milliseconds == 110)
        #expect(seen.longestGap?.from == 1_391_000_000)
    }

    @Test func `silence that lasts to the end is a gap too`() {
        #expect(trace(100, lost: Set(50..<100)).longestGap?.milliseconds == 499)
    }

    /// A stalled sender on a busy console would otherwise be reported as an outage of the service.
    @Test func `the time in which the sender stood still is taken out of the gap`() throws {
        var seen = trace(100, sentLate: [50: 300])
        seen.samples.removeSubrange(51..<80)
        // Between the answers around it lie 310 ms, 300 of them our own.
        #expect(try #require(seen.longestGap).milliseconds == 10)
        #expect(seen.senderJitterMilliseconds == 300)
    }

    @Test func `before, during and after are told apart by the time of sending`() {
        let report = trace(100, lost: [30, 31, 80]).report(during: 1_300_000_000..<1_500_000_000)
        #expect(report.before.answered == 30)
        #expect(report.before.lost == 0)
        #expect(report.during.answered == 18)
        #expect(report.during.lost == 2)
        #expect(report.after.lost == 1)
        #expect(report.before.median == 1)
        #expect(report.sent == 100 && report.lost == 3)
    }

    @Test func `percentiles are measured values`() {
        let hundred = Percentiles((1...100).map(Double.init))
        #expect([0.5, 0.95, 0.99, 1].map { hundred.at($0) } == [50, 95, 99, 100])
        #expect(Percentiles([]).at(0.5) == nil)
    }

    @Test func `every probe is in the CSV with its outcome`() {
        let text = ProbeTrace.csv([trace(3, lost: [1])], zero: 1_010_000_000)
        #expect(
            text == """
                probe,number,due_ms,sent_ms,latency_ms,outcome
                "ping:h",0,-10.000,-10.000,1.000,answered
                "ping:h",1,0.000,0.000,,lost
                "ping:h",2,10.000,10.000,1.000,answered

                """)
    }

    /// A burst after a pause would overload the service and count as its loss.
    @Test func `a sender that stood still sends one probe for the slots it missed`() {
        var pace = Pace(perSecond: 100, start: 0)
        #expect(pace.take(at: 0) == 0)
        #expect(pace.take(at: 5_000_000) == nil)
        #expect(pace.take(at: 57_000_000) == 10_000_000)
        #expect(pace.take(at: 58_000_000) == nil)
        #expect(pace.take(at: 60_000_000) == 60_000_000)
    }
}
