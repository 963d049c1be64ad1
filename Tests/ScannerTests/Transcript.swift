import Estate
import Foundation

@testable import Scanner

/// What the script printed on a server of one release. Each file's first line says whether it was recorded or written from
/// documentation.
struct Transcript: Sendable, CustomStringConvertible {
    var name: String

    var description: String { name }

    /// The profile that the transcript leads to.
    ///
    /// - Parameter now: our clock; nil for the server's own.
    func profile(now: Double? = nil) throws -> ServerProfile {
        let answers = AnswerReader.read(try bytes(), nonce: "n0nce")
        let uptime = answers.text("date").words.first.flatMap { Double($0) } ?? 0
        let own = (LoadReading.parse(answers.text("load2"))?.bootTime ?? 0) + uptime
        var profile = ProfileBuilder(
            answers: answers, address: "ssh://root@\(name)", host: name, now: Moment(seconds: now ?? own)
        ).profile()
        profile.concerns = ConcernRule.concerns(of: profile)
        return profile
    }

    /// What the session printed.
    func bytes() throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appendingPathComponent("Transcripts/\(name).txt")))
    }
}
