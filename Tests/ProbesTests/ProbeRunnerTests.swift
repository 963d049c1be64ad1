import Estate
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Probes

/// The runner against real sockets on loopback. Serial: each test measures time.
@Suite(.serialized) struct ProbeRunnerTests {
    /// Until each has sent more than so many.
    private func run(
        _ specs: [ProbeSpec], perSecond: Double, patience: Duration = .seconds(20), until count: Int
    ) async throws -> [ProbeTrace] {
        let runner = try await ProbeRunner.start(specs, perSecond: perSecond, patience: patience)
        try await TestSupport.until("they are sent") { runner.traces.allSatisfy { $0.samples.count > count } }
        return await runner.stop()
    }

    private func dns(_ port: UInt16, expected: String? = "192.0.2.10") -> ProbeSpec {
        ProbeSpec(.dns(name: "www.lab.test", expected: expected), host: "127.0.0.1", port: port)
    }

    @Test func `every kind of probe is answered by a real server`() async throws {
        let (names, echo) = (LoopbackServer.dns(), LoopbackServer.echo())
        let web = LoopbackServer.echo(greeting: "HTTP/1.1 200 OK\r\n\r\n")
        defer { for server in [names, echo, web] { server.close() } }
        let traces = try await run(
            [
                dns(names.port), ProbeSpec(.tcp, host: "127.0.0.1", port: echo.port),
                ProbeSpec(.echo, host: "127.0.0.1", port: echo.port),
                ProbeSpec(.http(path: "/"), host: "127.0.0.1", port: web.port),
            ], perSecond: 200, until: 20)
        for trace in traces {
            #expect(trace.lost == 0, "\(trace.spec)")
            #expect(trace.answered == trace.samples.count, "\(trace.spec)")
        }
    }

    /// Loss that is not seen is the failure this whole tool exists to find.
    @Test func `queries that a server does not answer are lost, and only they`() async throws {
        let server = LoopbackServer.dns(answers: { !(20..<30).contains($0) })
        defer { server.close() }
        let trace = try await run([dns(server.port)], perSecond: 100, patience: .seconds(1), until: 40)[0]
        #expect(trace.samples.indices.filter { trace.samples[$0].outcome == .lost } == Array(20..<30))
        let gap = try #require(trace.longestGap)
        // What a busy machine sent late is no part of a gap.
        let late = trace.samples[19...30].reduce(0) { $0 + Double($1.sent - $1.due) / 1e6 }
        #expect(gap.milliseconds + late >= 80)
    }

    @Test func `a wrong address and a closed port are no answers`() async throws {
        let (names, closed) = (LoopbackServer.dns(), LoopbackServer.echo())
        closed.close()
        defer { names.close() }
        let traces = try await run(
            [dns(names.port, expected: "192.0.2.99"), ProbeSpec(.tcp, host: "127.0.0.1", port: closed.port)],
            perSecond: 50, until: 5)
        #expect(traces.allSatisfy { $0.answered == 0 && $0.lost == $0.samples.count && $0.lost > 0 })
    }

    /// An ordinary client asks again after five seconds: one lost packet is no failed lookup.
    @Test func `an ordinary resolver asks one thing at a time and tries again`() async throws {
        let isSilent = Mutex(false)
        let server = LoopbackServer.dns(answers: { query in
            if query == 3 { isSilent.withLock { $0 = true } }
            return query != 3
        })
        defer { server.close() }
        let spec = ProbeSpec(.resolver(name: "www.lab.test", expected: nil), host: "127.0.0.1", port: server.port)
        #expect(ProbeRunner.resolverPatience == .seconds(5))
        let runner = try await ProbeRunner.start([spec], perSecond: 100, resolverPatience: .milliseconds(600))
        try await until("a query is not answered") { isSilent.withLock(\.self) }
        let trace = await runner.stop()[0]
        #expect(trace.perSecond == 10)
        #expect(trace.lost == 0)
        #expect(trace.samples.count == 4)
        let slowest = try #require(trace.samples[3].latencyMilliseconds)
        #expect(slowest > 590 && slowest < 1200)
    }

    @Test(.enabled(if: getuid() == 0, "raw sockets need root"))
    func `a ping of this machine is answered`() async throws {
        let trace = try await run(
            [ProbeSpec(.ping, host: "127.0.0.1", port: 0)], perSecond: 200, until: 20)[0]
        #expect(trace.lost == 0)
    }

    @Test func `waiting ends with the first answer, and says what was tried when none comes`() async throws {
        let server = LoopbackServer.dns(answers: { $0 >= 2 })
        defer { server.close() }
        let took = try await ProbeRunner.waitUntilAnswered(dns(server.port), within: .seconds(60), perSecond: 10)
        #expect(took > .milliseconds(150) && took < .seconds(60))
        let failure = try await #require(throws: Failure.self) {
            try await ProbeRunner.waitUntilAnswered(
                dns(server.port, expected: "192.0.2.99"), within: .milliseconds(300))
        }
        #expect(failure.exit == .unproved)
        #expect(failure.because.contains("refused or wrong"))
    }

    @Test func `a rate beyond a thousand is refused`() async throws {
        let failure = try await #require(throws: Failure.self) {
            _ = try await ProbeRunner.start([dns(9)], perSecond: 1001)
        }
        #expect(failure.exit == .refused)
    }
}
