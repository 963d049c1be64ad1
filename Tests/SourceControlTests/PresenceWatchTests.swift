import Synchronization
import Testing

@testable import SourceControl

/// If these fail, p2v gives up too early on a server that is on, or waits for ever on one that is off.
@Suite struct `Looking whether a server is there` {
    @Test func `takes a lost packet for what it is`() async {
        let ways: [any Way] = [
            ScriptedWay("ping", [.silent, .silent, .answered("pong")]), ScriptedWay("ssh port", []),
        ]
        #expect(await watch(ways).waysThatAnswer() == ["ping"])
    }

    @Test func `sees an overloaded server that answers once in four looks`() async throws {
        let ways: [any Way] = [
            ScriptedWay("ping", [.silent, .silent, .silent, .answered("pong")]), ScriptedWay("ssh port", []),
        ]
        #expect(try await watch(ways).presence(over: ["ping", "ssh port"], within: 300) == .on(because: "ping: pong"))
    }

    @Test func `ends with off, and not before ten seconds`() async throws {
        let time = Time()
        let watch = watch([ScriptedWay("ping", []), ScriptedWay("ssh port", [])], time)
        guard case .off = try await watch.presence(over: ["ping", "ssh port"], within: 300) else {
            return #expect(Bool(false), "it is off")
        }
        #expect(time.now >= 10)
    }

    @Test func `ends with unknown when one way only was known`() async throws {
        let time = Time()
        let watch = watch([ScriptedWay("ping", []), ScriptedWay("ssh port", [])], time)
        guard case .unknown = try await watch.presence(over: ["ping"], within: 60) else {
            return #expect(Bool(false), "it is unknown")
        }
        #expect(time.now >= 60)
    }

    private func watch(_ ways: [any Way], _ time: Time = Time()) -> PresenceWatch {
        PresenceWatch(ways: ways, now: { time.now }, sleep: { time.pass($0) })
    }
}

/// A clock that a test moves.
private final class Time: Sendable {
    private let seconds = Mutex(0.0)
    var now: Double { seconds.withLock { $0 } }
    func pass(_ more: Double) { seconds.withLock { $0 += more } }
}

/// Answers what it is told, then silence.
private final class ScriptedWay: Way {
    let name: String
    private let answers: Mutex<[WayAnswer]>

    init(_ name: String, _ answers: [WayAnswer]) {
        self.name = name
        self.answers = Mutex(answers)
    }

    func look() async -> WayAnswer { answers.withLock { $0.isEmpty ? .silent : $0.removeFirst() } }
}
