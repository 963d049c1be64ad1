import Estate
import Synchronization
import Testing

@testable import DiskCopying

/// A switch that starts anew takes minutes. If these fail, a night's copy is over for it, or nobody hears why it waits.
@Suite struct `A way that is cut` {
    /// Time passes by sleeping only.
    private final class Night: Sendable {
        let seconds = Mutex(0.0)
        let said = Mutex<[String]>([])

        func patience(_ limit: Int = WayPatience.defaultLimit) -> WayPatience {
            WayPatience(
                limit: limit, sleep: { pause in self.seconds.withLock { $0 += pause / .seconds(1) } },
                now: { self.seconds.withLock { $0 } }, tell: { text in self.said.withLock { $0.append(text) } })
        }
    }
    private let lost = Failure("connect", on: "db1", because: "No route to host", next: "look at the way")

    @Test func `is waited for as long as it was said, and no longer`() async throws {
        let night = Night()
        let way = CutWay(to: "ssh://db1/dev/sda", night.patience(300))
        var attempts = 0
        let failure = await #expect(throws: Failure.self) {
            while true {
                try await way.bear(lost)
                attempts += 1
            }
        }
        #expect(night.seconds.withLock { $0 } == 300)
        #expect((20...40).contains(attempts))
        #expect(failure?.because == "it could not be reached for 300 s, at last: No route to host")
        #expect(failure?.next.contains("--resume") == true)
    }

    @Test func `is told at once with what is kept, once, and again when it is back`() async throws {
        let night = Night()
        let way = CutWay(to: "ssh://db1/dev/sda", night.patience())
        await way.end()
        for _ in 0..<5 { try await way.bear(lost) }
        await way.end()
        await way.end()
        let said = night.said.withLock { $0 }
        #expect(said.count == 2)
        #expect(said[0].contains("No route to host") && said[0].contains("is kept") && said[0].contains("600 s"))
        #expect(said[1].hasPrefix("ssh://db1/dev/sda is there again after "))
    }

    @Test func `is not waited for where patience is 0, nor where the answer is a refusal`() async throws {
        let night = Night()
        var refused = lost
        refused.exit = .refused
        await #expect(throws: lost) { try await CutWay(to: "x", night.patience(0)).bear(lost) }
        await #expect(throws: refused) { try await CutWay(to: "x", night.patience()).bear(refused) }
        #expect(night.said.withLock { $0.isEmpty })
    }

    /// Two disks of one size change their names when a server starts: the other one would be taken for this one.
    @Test func `that was cut by a new start of the server is not gone on with`() throws {
        let id = "6c1e2b3a-0000-4000-8000-0123456789ab"
        #expect(ServerBoot.id("\(id)\n") == id)
        for text in [
            "", "cat: no such file", "6c1e2b3a-0000-4000-8000-0123456789a;", String(repeating: "é", count: 18),
        ] {
            #expect(ServerBoot.id(text) == nil)
        }
        let program = SourceProgram(path: "/none", bytes: [0])
        #expect(program.remoteCommand([], boot: id).contains(id))
        let host = SourceHost.thisMachine
        let failure = SourceFailure.make("p2v: the server was started anew", "", host: host, device: "/dev/sda")
        #expect(failure.exit == .refused)
        #expect(failure.next.contains("SERIAL"))
    }
}
