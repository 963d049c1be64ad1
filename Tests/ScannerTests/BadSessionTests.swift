import Estate
import Foundation
import Testing

@testable import Scanner

/// Networks break and servers lie; what had come is kept, and nothing else is believed.
@Suite struct BadSessionTests {
    private func profile(_ bytes: [UInt8], nonce: String = "n0nce") -> ServerProfile {
        let answers = AnswerReader.read(bytes, nonce: nonce)
        return ProfileBuilder(
            answers: answers, address: "ssh://root@h", host: "h", now: Moment(seconds: 1_795_568_600)
        ).profile()
    }

    @Test(arguments: [0.2, 0.4, 0.6, 0.8, 0.95])
    func `a connection that dies between two probes keeps what had come`(share: Double) throws {
        let whole = try Transcript(name: "debian12").bytes()
        let cut = profile(Array(whole.prefix(Int(share * Double(whole.count)))))
        let full = profile(whole)
        #expect(cut.routes.reason?.contains("the connection ended before this was asked") == true)
        #expect(cut.hardware.memoryBytes.value == nil || cut.hardware.memoryBytes == full.hardware.memoryBytes)
        #expect(cut.disks.value == nil || cut.disks == full.disks)
        // What was not asked stops a plan, and raises nothing else.
        let raised = Set(ConcernRule.concerns(of: cut).map(\.id))
        #expect(raised.contains("network-unknown"))
        #expect(raised.subtracting(["network-unknown"]).isSubset(of: ConcernRule.concerns(of: full).map(\.id)))
    }

    /// A message of the day, a banner or a shell's greeting stands before the first delimiter.
    @Test func `what a server prints of its own accord is no answer`() throws {
        let whole = try Transcript(name: "debian12").bytes()
        let noise = Array("Welcome!\u{1B}[2J\nbegin lsblk\n{\"blockdevices\": []}\nend\n".utf8) + [0xFF, 0xFE, 10]
        #expect(profile(noise + whole) == profile(whole))
    }

    @Test func `bytes that are no text, and a line of ten megabytes, cost their own answer only`() throws {
        let text = String(decoding: try Transcript(name: "debian12").bytes(), as: UTF8.self)
        let mark = "n0nce begin sockets\n"
        let parts = text.components(separatedBy: mark)
        let hostile = [UInt8](repeating: 0xC3, count: 10_000_000) + [10]
        let changed = Array((parts[0] + mark).utf8) + hostile + Array(parts[1].utf8)
        let plain = profile(Array(text.utf8))
        let found = profile(changed)
        #expect(found.disks == plain.disks && found.interfaces == plain.interfaces)
        #expect(found.listeners == plain.listeners)
    }

    /// Whoever may name a file or a process on the server must not end an answer with it.
    @Test func `delimiters of another session are text`() throws {
        let whole = try Transcript(name: "debian12").bytes()
        let forged = String(decoding: whole, as: UTF8.self).replacing("n0nce", with: "other")
        #expect(AnswerReader.read(Array(forged.utf8), nonce: "n0nce").kernel == nil)
    }

    @Test func `a clock that is three years off is said in days, and does not move the history`() throws {
        let now = 1_795_568_600.0
        let profile = try Transcript(name: "debian12").profile(now: now - 3 * 365 * 86_400)
        let seen = profile.concerns.first { $0.id == "clock-skew" }?.seen
        #expect(seen?.hasSuffix("days ahead") == true)
    }

    /// sudo that asks for a password must not hold the scan, and its word is kept for the operator.
    @Test func `sudo's refusal is kept beside the rights of a user`() {
        let answers = AnswerReader.read(
            Array("\nn0nce rights user\nsudo: a password is required\n\nn0nce kernel Linux h 6.1 x86_64\n".utf8),
            nonce: "n0nce")
        #expect(answers.rights == "user" && answers.refusal == "sudo: a password is required")
    }
}
