import Estate
import Shell
import Testing

@testable import Scanner

/// The operator reads this line and nothing else: it has to name the cause.
@Suite struct SessionCheckTests {
    private func failure(_ answers: Answers, status: Int32 = 0, error: String = "", output: String = "") throws
        -> Failure?
    {
        SessionCheck(
            answers: answers, output: Output(status: status, standardOutput: Array(output.utf8), standardError: error),
            connection: SSHConnection(try SSHAddress("root@h")), timeout: 60
        ).failure
    }

    @Test func `a server that is not Linux is refused by its name`() throws {
        let found = try #require(try failure(Answers(rights: "root", kernel: "FreeBSD")))
        #expect(found.because == "the server runs FreeBSD, not Linux")
        #expect(found.exit == .refused)
    }

    @Test func `a login shell that runs nothing is named with what it said`() throws {
        let found = try #require(
            try failure(Answers(), status: 1, error: "*** Authorised users only ***\nrbash: exec: restricted\n"))
        #expect(found.because.contains("rbash: exec: restricted"))
    }

    @Test func `a server that never answers is told from one that refuses`() throws {
        #expect(try failure(Answers(), status: 124)?.because == "no answer within 60 s")
        let refused = try failure(Answers(), status: 255, error: "root@h: Permission denied (publickey).\n")
        #expect(refused?.because.contains("refused the login") == true)
    }

    @Test func `a session that answered one question is kept`() throws {
        let answers = Answers(rights: "root", kernel: "Linux", sections: ["uname": Answer(text: "6.1\nx86_64\nh\n")])
        #expect(try failure(answers, status: 255) == nil)
    }
}
