import Estate
import Operations
import Testing

@testable import Console

/// A move as its trail has it.
@Suite struct MovePageTests {
    private static let head =
        #"{"format":"p2v-move-trail/1","machine":"dns","from":"a","to":"b","begunAt":1,"memoryBytes":1073741824}"#
    private static let lines = [
        #"{"milliseconds":100,"what":"progress","remainingBytes":900,"totalBytes":1000,"pass":1,"dirtyBytesPerSecond":5}"#,
        #"{"milliseconds":150,"what":"probe","probe":"ping:x","answers":[{"at":10,"milliseconds":1.5},{"at":20}]}"#,
        #"{"milliseconds":200,"what":"suspended","host":"a"}"#,
        #"{"milliseconds":260,"what":"resumed","host":"b"}"#,
    ]

    private func move(_ lines: [String], held: Bool = true, tail: String = "") throws -> MoveSeen {
        try MoveSeen(name: "1", text: ([Self.head] + lines).joined(separator: "\n") + "\n" + tail, isHeld: held)
    }

    @Test func `a move that goes on shows the pass, the pause as a band, and each probe`() throws {
        let move = try move(Self.lines, tail: #"{"milliseconds":300,"wh"#)
        #expect(move.standing == .moving && move.unreadable == 0 && move.pause?.from == 200 && move.pause?.to == 260)
        let page = MovePage(move: move, now: Moment(seconds: 2)).main.code
        #expect(page.contains(#"class="pause""#) && page.contains("2 asked, 1 lost") && page.contains("moves"))
        #expect(page.contains(#"class="lost""#))
    }

    // A mover that was killed has moved nothing: only the pool knows where the VM is.
    @Test func `a move whose p2v is gone is neither green nor under way`() throws {
        let gone = try move(Self.lines, held: false)
        #expect(gone.standing == .silent)
        #expect(!MovePage(move: gone, now: Moment(seconds: 2)).main.code.contains("mark good"))
        #expect(try move(Self.lines + [#"{"milliseconds":1,"what":"failed","because":"<b>"}"#]).standing == .failed)
        #expect(try move(Self.lines + [#"{"milliseconds":1,"what":"moved"}"#], held: false).standing == .moved)
        #expect(try move([#"{"what":3}"#]).unreadable == 1)
        #expect(throws: Failure.self) { try MoveSeen(name: "1", text: "nonsense\n", isHeld: true) }
    }

    @Test func `what the hypervisor does not say is not known, and no zero`() throws {
        let page = MovePage(move: try move([]), now: Moment(seconds: 2)).main.code
        #expect(page.contains("how much memory remains is not known") && page.contains("not known here"))
        #expect(!page.contains(">0<"))
    }
}
