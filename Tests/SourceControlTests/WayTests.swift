import Glibc
import Shell
import Testing

@testable import SourceControl

/// If these fail, a refusal is taken for silence, or a question that was never asked is.
@Suite struct `A way to a server` {
    @Test(arguments: [0, ECONNREFUSED, ECONNRESET]) func `answers when the port does, whatever it says`(error: Int32) {
        guard case .answered = PortWay.meaning(of: error) else { return #expect(Bool(false), "it is an answer") }
    }

    @Test(arguments: [ETIMEDOUT, EHOSTUNREACH]) func `is silent when nobody claims the address`(error: Int32) {
        #expect(PortWay.meaning(of: error) == .silent)
    }

    @Test(arguments: [ENETUNREACH, EACCES, EMFILE, EPERM]) func `is undecided when this machine cannot ask`(
        error: Int32
    ) {
        guard case .undecided = PortWay.meaning(of: error) else { return #expect(Bool(false), "nothing was asked") }
    }

    @Test func `answers when one of a name's addresses does`() {
        #expect(PortWay.worst([.silent, .answered("x")]) == .answered("x"))
        #expect(PortWay.worst([.silent, .undecided("x")]) == .undecided("x"))
        #expect(PortWay.worst([.silent, .silent]) == .silent)
        guard case .undecided = PortWay.worst([]) else { return #expect(Bool(false), "a name without an address") }
    }

    @Test func `by ping is undecided when ping may not run`() {
        #expect(PingWay.meaning(output(1, "")) == .silent)
        #expect(PingWay.meaning(output(2, "", "ping: unknown host")) == .undecided("ping: unknown host"))
        guard case .answered = PingWay.meaning(output(0, "")) else { return #expect(Bool(false), "it answered") }
    }

    @Test func `on the wire tells a fresh answer from a memory`() {
        let entry = "10.0.0.1 dev eth0 lladdr 52:54:00:00:00:01 used 1/1/3probes 1 "
        guard case .answered = NeighbourWay.meaning(output(0, entry + "REACHABLE\n")) else {
            return #expect(Bool(false), "it answered")
        }
        #expect(NeighbourWay.meaning(output(0, "10.0.0.1 dev eth0 FAILED\n")) == .silent)
        // A server that was powered off stays "reachable" for half a minute.
        let old = entry.replacing("1/1/3", with: "1/14/20") + "REACHABLE\n"
        for text in [old, entry + "STALE\n", entry + "DELAY\n", ""] {
            guard case .undecided = NeighbourWay.meaning(output(0, text)) else {
                return #expect(Bool(false), "\(text) says nothing of now")
            }
        }
    }

    private func output(_ status: Int32, _ text: String, _ error: String = "") -> Output {
        Output(status: status, standardOutput: Array(text.utf8), standardError: error)
    }
}
