import Estate
import Foundation
import TestFiles
import Testing

@testable import DiskCopying

/// An NBD server of somebody else says what of its disk is zeros. If that is believed and wrong, the copy lacks it, and is
/// "verified".
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/nbdkit"), "needs nbdkit"))
struct OtherServerTests {
    private static let bytes = 2 << 20

    /// A disk full of letters whose server calls all of it a hole.
    private func withServer(_ body: (String) async throws -> Void) async throws {
        let scratch = try Scratch()
        let socket = "\(scratch.path)/nbd"
        let process = try Process.run(
            URL(fileURLWithPath: "/usr/bin/nbdkit"),
            arguments: [
                "-f", "-U", socket, "eval", "get_size=echo \(Self.bytes)", "pread=head -c $3 /dev/zero | tr '\\0' x",
                "extents=echo 0 \(Self.bytes) hole,zero",
            ])
        // The tests' threads block signals, and programs inherit that; this one cannot be blocked.
        defer { kill(process.processIdentifier, SIGKILL) }
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: socket) {
            try await Task.sleep(for: .milliseconds(20))
        }
        try await body("nbd+unix:///?socket=\(socket)")
    }

    @Test func `a server that calls data holes is found out`() async throws {
        try await withServer { uri in
            let source = try await NBDDiskSource(uri: uri)
            let copy = try await DiskCopy(
                source: source, target: MemoryImage(bytes: Self.bytes), targetIsNew: true)
            #expect(try await copy.fullPass().chunksCopied == 0)
            let failure = await #expect(throws: Failure.self) { _ = try await copy.verify() }
            #expect(failure?.exit == .unproved && failure?.because.contains("they hold data") == true)
            await source.close()
        }
    }

    // The way out that the failure names.
    @Test func `with --whole nothing of such a disk is left out`() async throws {
        try await withServer { uri in
            let source = try await NBDDiskSource(uri: uri, wholeDevice: true)
            let image = MemoryImage(bytes: Self.bytes)
            let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
            _ = try await copy.fullPass()
            #expect(try await copy.verify().isEqual)
            #expect(image.bytes.allSatisfy { $0 == UInt8(ascii: "x") })
            await source.close()
        }
    }
}
