import Converter
import Estate
import SourceControl
import Testing

@testable import Operations

/// A web server whose database is not there fails its rehearsal, or passes it and fails on the night.
@Suite struct `A wave that is rehearsed` {
    /// Two copies at a time: whoever waits for its wave must not keep the others from being copied.
    @Test func `starts as a whole on one segment, and ends when all were asked`() async throws {
        let room = try Room(["web", "app", "db"])
        let outcome = try await rehearse(room)
        #expect(outcome.servers.map(\.result) == [.rehearsed, .rehearsed, .rehearsed], "\(outcome.servers)")
        let lines = room.segment.all
        #expect(lines.first == "segment of 3 cards, []")
        #expect(Set(lines[1...3]) == ["app starts at card0", "db starts at card1", "web starts at card2"])
        #expect(Set(lines[4...6]) == ["app ends", "db ends", "web ends"])
        #expect(lines.last == "segment closed" && lines.count == 8)
    }

    @Test func `does not wait for one that fails on its way`() async throws {
        let room = try Room(["web", "app", "db"])
        await room.sources["app"]?.change { $0.disksNow = [:] }
        let outcome = try await rehearse(room)
        #expect(Set(outcome.servers.map(\.result)) == [.rehearsed, .parked])
        #expect(room.segment.all.first == "segment of 2 cards, []")
        #expect(room.segment.all.last == "segment closed")
    }

    @Test func `has a segment of its own, and a server that is alone has none`() async throws {
        let room = try Room(["web", "app", "db"])
        _ = try await rehearse(room, waves: [wave("db", "app"), wave("web")])
        #expect(room.segment.all.first == "segment of 2 cards, []")
        #expect(room.segment.all.filter { $0.hasPrefix("segment of") }.count == 1)
        #expect(!room.segment.all.contains { $0.hasPrefix("web") })
    }

    /// On the night nobody waits for the slowest copy of a wave.
    @Test func `is not waited for when services are stopped`() async throws {
        let room = try Room(["web", "db"])
        #expect(try await room.run().exit == .done)
        #expect(room.segment.all.isEmpty)
    }

    private func wave(_ names: String...) -> Wave {
        let zero = Moment(seconds: 0)
        let members = names.map {
            Wave.Member(server: $0, start: zero, finish: zero, copySeconds: 0, outageSeconds: 0)
        }
        return Wave(name: names[0], servers: members, switchOff: [], reason: "")
    }

    private func rehearse(_ room: Room, waves: [Wave]? = nil) async throws -> PlanOutcome {
        try await room.run(waves: waves, resume: true) {
            ($0.mode, $0.options.rehearsesOnly, $0.options.rehearses) = (.rehearse, true, true)
        }
    }
}
