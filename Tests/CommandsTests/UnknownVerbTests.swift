@testable import Commands
import Estate
import Terminal
import Testing

/// "2 unexpected arguments" makes a newcomer read the whole list for one letter.
@Suite struct `A word that is none` {
    private func said(_ line: String) throws -> String? {
        try P2VCommand.shape.get().slip(in: line.split(separator: " ").map(String.init))
    }

    @Test(arguments: [
        ("migrat dns01", "p2v has no command migrat; did you mean \"migrate\"?"),
        ("campaign chekc room.yaml", "p2v campaign has no command chekc; did you mean \"check\"?"),
        ("servers lst", "p2v servers has no command lst; did you mean \"list\"?"),
        ("xyzzy", "p2v has no command xyzzy"),
        ("migrate dns01 --too hostb", "there is no option --too; did you mean \"--to\"?"),
        ("plan --otuput x.yaml", "there is no option --otuput; did you mean \"--output\"?"),
        ("history --limit -3", "--limit takes a value that begins with a dash only as --limit=-3"),
    ]) func `is named, with the one that was meant`(line: String, words: String) throws {
        #expect(try said(line) == words)
    }

    @Test(arguments: [
        "", "--help", "help migrat", "migrate dns01 --to hostb", "plan dns01", "plan make dns01", "campaign --help",
        "lab exec -- ls --all", "history --limit=-3",
    ]) func `is not found where there is one, or where a word may be something else`(line: String) throws {
        #expect(try said(line) == nil)
    }

    @Test func `that may be a server of p2v plan is asked about once nobody knows the server`() throws {
        let shape = try P2VCommand.shape.get()
        #expect(shape.meant("chek", in: ["plan", "chek", "x.yaml"]) == "or did you mean p2v plan check?")
        #expect(shape.meant("dns01", in: ["plan", "dns01"]) == nil)
    }

    @Test func `ends like every other slip of the command line`() async {
        #expect(await P2VCommand.launch(["migrat", "dns01"]) == 64)
    }
}
