import Estate
import Testing

@testable import Shell

/// A banner in front of `dd`'s bytes shifted the whole disk, and the proof read the same banner again.
@Suite struct OutputMarkTests {
    private let mark = OutputMark("p2v-abc")

    private func strip(_ text: String, status: Int32 = 0) -> String? {
        mark.strip(Output(status: status, standardOutput: Array(text.utf8), standardError: ""))?.text
    }

    @Test(arguments: ["", "Welcome to db1\n", "tput: unknown terminal", "p2v-ab p2v-abc p"])
    func `what stands before the mark is no part of the output`(banner: String) {
        #expect(strip(banner + "p2v-abc\n12345\np2v-abc\n") == "12345\np2v-abc\n")
    }

    @Test func `a script that ran well and has no mark is not believed`() {
        #expect(strip("17179869184\n") == nil)
        #expect(strip("") == nil)
    }

    @Test func `a script that failed before its mark has printed nothing`() {
        #expect(strip("This account is not available.\n", status: 1) == "")
    }

    @Test func `the mark is printed by the script itself, and is another each time`() async throws {
        let mark = OutputMark()
        #expect(mark.line != OutputMark().line)
        let output = try await Shell.run(Command("sh", "-c", "echo Welcome; exec sh -s", input: mark.line + "echo 7\n"))
        #expect(output.text.hasPrefix("Welcome"))
        #expect(mark.strip(output)?.text == "7\n")
    }

    /// A forced command, a menu, /bin/true: it ends well, and no service was stopped and no power-off ordered.
    @Test func `a login that runs no script is an error, whatever its status`() throws {
        let connection = SSHConnection(try SSHAddress("ssh://root@db1"))
        let menu = Output(status: 0, standardOutput: Array("1) Reports\n".utf8), standardError: "")
        let failure = #expect(throws: Failure.self) { try connection.own(menu, behind: mark) }
        #expect(failure?.because.contains("1) Reports") == true)
        let lost = Output(status: 255, standardOutput: [], standardError: "Connection refused")
        #expect(throws: Failure.self) { try connection.own(lost, behind: mark) }
    }
}
