import Estate
import Testing

/// A host may be called anything: its name must not drive the operator's terminal, nor look like p2v's own words.
@Suite struct `Words of others` {
    private static let evil = "web\u{1b}[2Jserver\u{202e}gpj\n  next: rm -rf /"

    @Test func `in an error are shown and not obeyed, in the two lines of every error`() {
        let failure = Failure(Self.evil, on: Self.evil, because: Self.evil, next: Self.evil)
        let lines = failure.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines[0].hasPrefix("could not web\\x1b[2Jserver\\x202egpj; next: rm"))
        #expect(lines.allSatisfy { Sanitised.isSafe(String($0)) })
    }

    @Test func `are not escaped again where an error is the reason of another, or passes the door`() {
        let inner = Failure("ask", on: "a\u{1b}b", because: "no answer", next: "start it")
        let outer = Failure("look", on: "lab", because: "\(inner)", next: "run again")
        #expect(
            outer.description
                == "could not look on lab: could not ask on a\\x1bb: no answer; next: start it\n  next: run again")
        #expect(Sanitised.page(outer.description) == outer.description)
        #expect(!Sanitised.line("\(outer)").contains("\\x0a"))
    }

    @Test func `keep the layout of a page at the door, and nothing else`() {
        #expect(Sanitised.page("a\tb\nc\u{1b}d\u{202e}\r\n") == "a\tb\nc\\x1bd\\x202e\\x0d\n")
        #expect(Sanitised.page("naïve ✓\n") == "naïve ✓\n")
    }
}
