import Estate
import TestSupport
import Testing

@testable import Operations

/// An application whose database moves two weeks later is slow for two weeks, and nobody has said so.
@Suite struct `Waves and who talks to whom` {
    private func wave(_ name: String, _ servers: [String]) -> Wave {
        Wave(
            name: name,
            servers: servers.map {
                Wave.Member(
                    server: $0, start: Moment(seconds: 0), finish: Moment(seconds: 2), copySeconds: 1, outageSeconds: 1)
            }, switchOff: servers, reason: "")
    }

    private func profiles(_ clients: [String]) -> [ServerProfile] {
        let socket = ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 5432, process: "postgres")
        let database = Fixture.profile("db", listeners: [socket], address: "10.77.0.10")
        return [database]
            + clients.enumerated().map { at, name in
                var client = Fixture.profile(name, address: "10.77.0.\(20 + at)")
                client.connections = .known([
                    Connection(
                        transport: "tcp", localAddress: "10.77.0.\(20 + at)", localPort: 40_000,
                        peerAddress: "10.77.0.10", peerPort: 5432, process: "app")
                ])
                return client
            }
    }

    @Test func `each wave says who talks to servers of other waves, and to those that stay`() {
        let waves = WaveTalk.noted(
            [wave("wave 1", ["app"]), wave("wave 2", ["db", "job"])], profiles(["app", "job", "pc"]))
        #expect(waves[0].goNoGo == ["talks: app asks db (tcp/5432 postgres); db moves in wave 2"])
        #expect(
            waves[1].goNoGo == [
                "talks: app asks db (tcp/5432 postgres); app moves in wave 1",
                "talks: pc asks db (tcp/5432 postgres); pc stays in the room",
            ])
    }

    @Test func `a wave says of whom the scan did not see who talks to them`() {
        var scans = profiles(["app"])
        scans[1].connections = .unknown(because: "ss: not found")
        let waves = WaveTalk.noted([wave("wave 1", ["app", "db"])], scans)
        #expect(waves[0].goNoGo == ["talks: who talks to app was not seen (ss: not found)"])
    }

    @Test func `servers that talk and move together need no word, and a hub does not fill the page`() {
        #expect(WaveTalk.noted([wave("wave 1", ["app", "db"])], profiles(["app"]))[0].goNoGo == nil)
        let many = (0..<40).map { "pc\($0)" }
        let facts = WaveTalk.noted([wave("wave 1", ["db"])], profiles(many))[0].goNoGo ?? []
        #expect(facts.count == 11)
        #expect(facts.last == "talks: 30 more; p2v dependencies shows all")
    }
}
