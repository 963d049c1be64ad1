import Synchronization
import Testing

@testable import Probes

/// Probes from another machine: its clock is not ours, and its answer may be cut short.
@Suite struct RemoteProbesTests {
    /// With a wrong offset a pause would be drawn beside the gap that it made.
    @Test func `the quickest exchange sets the clock, and says how far it may be off`() throws {
        let offset = try #require(
            ClockOffset([
                .init(left: 1_000_000, other: 50_000_000, came: 9_000_000),
                .init(left: 20_000_000, other: 70_100_000, came: 20_200_000),
            ]))
        #expect(offset.nanoseconds == -50_000_000)
        #expect(offset.errorNanoseconds == 100_000)
        #expect(offset.ours(70_100_000) == 20_100_000)
        #expect(offset.ours(0) == 0)
        #expect(ClockOffset([]) == nil)
    }

    private let specs = [ProbeSpec(.ping, host: "h", port: 0), ProbeSpec(.tcp, host: "h", port: 7)]
    private func here() throws -> ClockOffset { try #require(ClockOffset([.init(left: 0, other: 1000, came: 0)])) }

    @Test func `traces come back as they were sent, on our clock`() throws {
        let sent = specs.enumerated().map { index, spec in
            ProbeTrace(
                spec: spec, perSecond: 50,
                samples: [
                    ProbeSample(due: 2000, sent: 2100, ended: 5000, outcome: .answered),
                    ProbeSample(due: 3000, sent: 3000 + UInt64(index), outcome: .lost),
                ])
        }
        let lines = sent.flatMap(\.lines).map { Substring($0) }
        let offset = try here()
        let back = try #require(ProbeTrace.traces(lines, specs: specs, offset: offset))
        #expect(back.map(\.spec) == specs)
        #expect(back[0].samples[0] == ProbeSample(due: 1000, sent: 1100, ended: 4000, outcome: .answered))
        #expect(back[1].samples[1] == ProbeSample(due: 2000, sent: 2001, ended: 0, outcome: .lost))
    }

    @Test(arguments: [
        [], ["trace 50 ping:h"], ["1 2 3 answered"], ["trace 50 ping:h", "1 2 3 perhaps", "trace 50 tcp:h:7"],
        ["trace 50 ping:h", "1 2", "trace 50 tcp:h:7"],
    ])
    func `an answer that is cut short or no answer is not taken for one`(lines: [Substring]) throws {
        let offset = try here()
        #expect(ProbeTrace.traces(lines, specs: specs, offset: offset) == nil)
    }

    @Test func `the service tells its time and every sample, and ends`() async throws {
        let server = LoopbackServer.echo()
        let orders = Mutex(["stop", "nonsense", "time"])
        let said = Mutex<[String]>([])
        try await ProbeService.serve([ProbeSpec("tcp:127.0.0.1:\(server.port)")], perSecond: 100) {
            orders.withLock { $0.popLast() }
        } say: { line in
            said.withLock { $0.append(line) }
        }
        let lines = said.withLock(\.self)
        #expect(lines.first == "p2v-probe/1 ready" && lines.last == "end")
        #expect(lines[1].hasPrefix("time ") && lines[2] == "what?")
        #expect(lines[3].hasPrefix("trace 100.0 tcp:127.0.0.1:"))
    }
}
