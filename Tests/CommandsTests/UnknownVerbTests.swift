@testable import Commands
import Testing

/// "2 unexpected arguments" makes a newcomer read the whole list for one letter.
@Suite struct `A command that is none` {
    private func words(_ line: String) -> String? {
        P2VCommand.unknownVerb(in: line.split(separator: " ").map(String.init)).map { "\($0)" }
    }

    @Test(arguments: [
        ("migrat dns01", "p2v migrat", "did you mean \"migrate\"?", "p2v --help"),
        ("campaign chekc room.yaml", "p2v campaign chekc", "did you mean \"check\"?", "p2v campaign --help"),
        ("xyzzy", "p2v xyzzy", "has no such command", "p2v --help"),
    ]) func `is named, with the one that was meant`(line: String, name: String, hint: String, next: String) {
        let said = words(line) ?? "nothing"
        for part in [name, hint, next] { #expect(said.contains(part), "\(said)") }
    }

    @Test(arguments: ["", "--help", "help migrat", "migrate dns01", "plan dns01", "plan make dns01", "campaign --help"])
    func `is not found where there is one, or where a word may be something else`(line: String) {
        #expect(words(line) == nil)
    }

    @Test func `ends like every other slip of the command line`() async {
        #expect(await P2VCommand.launch(["migrat", "dns01"]) == 64)
    }
}
