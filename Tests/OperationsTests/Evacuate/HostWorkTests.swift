import Estate
import Foundation
import Synchronization
import Testing

@testable import Operations

/// An upgrade that says nothing for half an hour looks like one that hangs; one that hangs holds the pool's lease.
@Suite struct `The work on an empty host` {
    private final class Heard: Sendable {
        struct Line: Equatable {
            var text: String
            var isError: Bool
        }

        let lines = Mutex<[Line]>([])

        func hear(_ text: String, _ isError: Bool) {
            lines.withLock { $0.append(Line(text: text.trimmingCharacters(in: .newlines), isError: isError)) }
        }
    }

    private func run(_ work: String, limit: Duration? = nil) async throws -> [Heard.Line] {
        let heard = Heard()
        let work = HostWork(host: "a", work: work, limit: limit, grace: .milliseconds(300))
        try await work.run { heard.hear($0, $1) }
        return heard.lines.withLock { $0 }
    }

    @Test(arguments: [nil, .seconds(300)] as [Duration?])
    func `is heard as it comes, both its streams`(_ limit: Duration?) async throws {
        // It goes on only when both lines were heard.
        let heardBoth = NSTemporaryDirectory() + "p2v-heard-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: heardBoth) }
        let script = "echo $P2V_HOST; echo careful >&2; until [ -e \(heardBoth) ]; do sleep 0.01; done; echo end"
        let heard = Heard()
        try await HostWork(host: "a", work: script, limit: limit, grace: .milliseconds(300)).run {
            heard.hear($0, $1)
            if heard.lines.withLock(\.count) == 2 {
                _ = FileManager.default.createFile(atPath: heardBoth, contents: nil)
            }
        }
        let lines = heard.lines.withLock(\.self)
        #expect(Set(lines.prefix(2).map(\.text)) == ["a", "careful"] && lines.last?.text == "end")
        #expect(lines.filter(\.isError).map(\.text) == ["careful"])
    }

    @Test func `that fails says how, with its own words`() async {
        let failure = await #expect(throws: Failure.self) { _ = try await run("echo no room >&2; exit 3") }
        #expect(failure?.because == "the command ended with 3: no room\n")
    }

    @Test func `that takes longer than its limit is ended, and the host stays closed`() async {
        let began = ContinuousClock.now
        let failure = await #expect(throws: Failure.self) { _ = try await run("sleep 600", limit: .milliseconds(200)) }
        #expect(failure?.because == "the command: it did not end within 0.2 s, and was ended")
        #expect(failure?.next.contains("p2v return a") == true)
        #expect(.now - began < .seconds(300))
    }
}
