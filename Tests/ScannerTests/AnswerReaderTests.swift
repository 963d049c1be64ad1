import Estate
import Testing

@testable import Scanner

/// The delimiters are what stands between a hostile file name and a forged fact.
@Suite struct AnswerReaderTests {
    private func read(_ text: String) -> Answers { AnswerReader.read(Array(text.utf8), nonce: "n0nce") }

    /// Without this nothing of a scan is known.
    @Test func `an answer keeps its text, its standard error and its status`() {
        let answers = read(
            """

            n0nce rights user
            sudo: a password is required

            n0nce kernel Linux

            n0nce begin lsblk
            {"a": 1}

            n0nce error
            lsblk: unknown option -J

            1
            n0nce end

            n0nce done
            """)
        #expect(answers.rights == "user")
        #expect(answers.refusal == "sudo: a password is required")
        #expect(answers.kernel == "Linux")
        #expect(answers.isComplete)
        #expect(answers["lsblk"] == Answer(text: "{\"a\": 1}\n", error: "lsblk: unknown option -J", status: 1))
    }

    /// A volume label with newlines in it would otherwise end one answer and begin another.
    @Test func `an output that imitates the delimiters cannot forge an answer`() {
        let answers = read(
            "\nn0nce begin blkid\nLABEL=x\nguess end\nnonce begin firmware\nuefi\nn0nce error\n\n0\nn0nce end\n")
        #expect(answers.sections.keys.sorted() == ["blkid"])
        #expect(answers.text("blkid") == "LABEL=x\nguess end\nnonce begin firmware\nuefi")
    }

    /// A cable that is pulled between two probes must not lose what had already come.
    @Test func `a session that dies keeps its finished answers and drops the unfinished one`() {
        let answers = read(
            "n0nce begin a\nfirst\n\nn0nce error\n\n0\nn0nce end\n\nn0nce begin b\nhalf of the sec")
        #expect(answers.text("a") == "first\n")
        #expect(answers["b"] == nil)
        #expect(!answers.isComplete)
        #expect(answers.read("b") { $0 }.reason == "the connection ended before this was asked")
    }

    /// Old servers speak Latin-1; a scan must not stop at a byte.
    @Test func `bytes that are not UTF-8 become replacement characters`() {
        let bytes = Array("n0nce begin a\nv".utf8) + [0xE9] + Array("l\nn0nce error\n\n0\nn0nce end\n".utf8)
        #expect(AnswerReader.read(bytes, nonce: "n0nce").text("a") == "v\u{FFFD}l")
    }

    /// A login banner comes before the first delimiter.
    @Test func `a banner before the script's output is ignored`() {
        let answers = read("Welcome!\n\u{1B}[2J\nn0nce rights root\n\nn0nce kernel Linux\n")
        #expect(answers.rights == "root")
        #expect(answers.sections.isEmpty)
    }
}
