import TestSupport
import Testing

@testable import Probes

/// What comes from the network is read byte by byte: a wrong answer must not count, and no packet may crash p2v.
@Suite struct CodecTests {
    private let codec = DNSCodec(name: "www.lab.test", expected: "192.0.2.10")

    private func answer(to query: [UInt8], address: [UInt8], code: UInt8 = 0) -> [UInt8] {
        var message = query
        message[2] = 0x85
        message[3] = code
        message[7] = 1
        return message + [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4] + address
    }

    @Test func `an answer counts only with the expected address`() throws {
        let query = codec.question(70_000)
        let right = try #require(codec.answer(answer(to: query, address: [192, 0, 2, 10])[...], latest: 70_010))
        #expect(right == (70_000, .answered))
        let wrong = try #require(codec.answer(answer(to: query, address: [192, 0, 2, 11])[...], latest: 70_010))
        #expect(wrong == (70_000, .refused))
        let error = try #require(
            codec.answer(answer(to: query, address: [192, 0, 2, 10], code: 3)[...], latest: 70_010))
        #expect(error == (70_000, .refused))
    }

    @Test func `the answer to another question does not count`() {
        let other = DNSMessage.query(id: 1, name: "ftp.lab.test")
        #expect(codec.answer(answer(to: other, address: [192, 0, 2, 10])[...], latest: 5) == nil)
        #expect(codec.answer(codec.question(1)[...], latest: 5) == nil)
    }

    @Test func `no damaged message is taken for an answer or stops p2v`() {
        let good = answer(to: codec.question(3), address: [192, 0, 2, 10])
        for length in 0..<good.count {
            let outcome = codec.answer(good[..<length], latest: 3)?.outcome
            #expect(outcome == nil || outcome == .refused)
        }
        var random = SeededRandom(53)
        for _ in 0..<2000 {
            var damaged = good
            damaged[Int.random(in: 2..<damaged.count, using: &random)] = .random(in: 0...255, using: &random)
            _ = codec.answer(damaged[...], latest: 3)
        }
    }

    @Test func `an echo reply is ours only with our mark`() throws {
        let codec = EchoRequestCodec(mark: 0x1122_3344_5566_7788, isIPv6: false, hasIPHeader: false)
        var packet = codec.question(300)
        #expect(EchoRequestCodec.checksum(packet) == 0)
        packet[0] = 0
        let answer = try #require(codec.answer(packet[...], latest: 400))
        #expect(answer == (300, .answered))
        #expect(codec.answer(packet[...], latest: 200) == nil)
        packet[8] = 0
        #expect(codec.answer(packet[...], latest: 400) == nil)
    }

    @Test func `an HTTP answer below 400 counts`() {
        #expect(ConnectionWire.verdict(Array("HTTP/1.1 204 ".utf8)) == .answered)
        #expect(ConnectionWire.verdict(Array("HTTP/1.0 503 ".utf8)) == .refused)
        #expect(ConnectionWire.verdict(Array("HTTP/1.1 2".utf8)) == nil)
        #expect(ConnectionWire.verdict(Array("SSH-2.0-OpenSSH".utf8)) == .refused)
    }
}
