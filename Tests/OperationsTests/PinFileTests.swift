import Foundation
import Logging
import Testing
import XenAPI

@testable import Operations

/// If these fail, whoever stands between p2v and a pool gets the pool's password.
@Suite struct `The file of trusted certificates` {
    private let pool = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-pins-\(UUID().uuidString)")
        .path
    private var file: URL { URL(fileURLWithPath: pool + ".pins") }
    private var pins: PinFile { PinFile(besides: pool, acceptsNew: true, log: Logger(label: "test")) }
    private let mine = String(repeating: "ab", count: 32)

    private func end() { try? FileManager.default.removeItem(at: file) }

    @Test func `a host that was never seen is trusted once and remembered, beside the others`() throws {
        defer { end() }
        #expect(try pins.fingerprint(of: "xs1") == nil)
        try pins.trust(mine, of: "xs1")
        try pins.trust(String(repeating: "cd", count: 32), of: "xs2")
        #expect(try pins.fingerprint(of: "xs1") == mine)
    }

    // Nobody reads a note in the night: whoever answers first would be trusted for good.
    @Test func `in batch a host that was never seen is refused, shown, and not written down`() throws {
        defer { end() }
        let batch = PinFile(besides: pool, acceptsNew: false, log: Logger(label: "test"))
        let error = #expect(throws: XenError.self) { try batch.trust(mine, of: "xs1") }
        #expect("\(String(describing: error))".contains("AB:AB") && error?.hint.contains("--accept-new") == true)
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try pins.trust(mine, of: "xs1")
        #expect(try batch.fingerprint(of: "xs1") == mine)
    }

    @Test func `comments, capitals and colons are taken`() throws {
        defer { end() }
        let printed = Array(repeating: "AB", count: 32).joined(separator: ":")
        try Data("# the office\n\nxs1 \(printed)".utf8).write(to: file)
        #expect(try pins.fingerprint(of: "xs1") == mine)
    }

    // "Never seen" for a file that cannot be read would trust whoever answers, and write over the pins that were there.
    @Test(
        arguments: [
            [0xFF, 0xFE, 0x00], Array("xs1 SHA256 Fingerprint=AB".utf8), Array("xs1 abcd\n".utf8), Array("xs1".utf8),
        ] as [[UInt8]])
    func `a file that is not understood trusts nobody and stays as it is`(bytes: [UInt8]) throws {
        defer { end() }
        try Data(bytes).write(to: file)
        #expect {
            try pins.fingerprint(of: "xs1")
        } throws: { error in
            guard case XenError.unpinned("xs1", let reason) = error else { return false }
            return reason.contains(file.path)
        }
        #expect(try Data(contentsOf: file) == Data(bytes))
    }

    @Test func `a file that cannot be read trusts nobody`() throws {
        defer { end() }
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        #expect(throws: XenError.self) { try pins.fingerprint(of: "xs1") }
        #expect(throws: XenError.self) { try pins.trust(mine, of: "xs1") }
    }
}
