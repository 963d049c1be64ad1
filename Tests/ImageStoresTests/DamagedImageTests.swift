import Estate
import Foundation
import TestFiles
import TestSupport
import Testing

@testable import ImageStores

/// An SR holds what others have put there. An image that ends p2v ends the night, or the look at all others.
@Suite struct `Damaged images` {
    private let scratch: Scratch
    private let store: DirectoryImageStore

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private func good(_ format: ImageFormat, bytes: UInt64) async throws -> [UInt8] {
        let (file, _) = try await store.stage("good", format: format, bytes: bytes, needed: 0)
        try await file.write([1, 2, 3], at: 0)
        try await file.write([4], at: bytes - 1)
        try await file.finish()
        try await file.close()
        let path = "\(scratch.path)/good.part"
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Without the blocks' own content: only what leads to them can mislead.
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)).prefix(1 << 17))
    }

    private func words(_ name: String, _ bytes: [UInt8], _ read: (any ImageFile) async throws -> Void) async throws
        -> String?
    {
        let path = try scratch.file(name, bytes)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try await store.open(name, writing: true)
        var fault: String?
        do { try await read(file) } catch is Failure {} catch { fault = "an error without words: \(error)" }
        try await file.close()
        return fault
    }

    // Checksums are mended: they tell of a flipped bit, and stop nobody who means harm.
    private static func mend(_ bytes: inout [UInt8]) {
        guard bytes.count >= 1536 else { return }
        var (footer, header) = (Array(bytes[..<512]), Array(bytes[512..<1536]))
        footer.putBig(VHDChecksum.of(footer, at: 64), at: 64)
        header.putBig(VHDChecksum.of(header, at: 36), at: 36)
        bytes.replaceSubrange(..<1536, with: footer + header)
        bytes += footer
    }

    @Test func `of the kind VHD are read or refused in words`() async throws {
        let good = try await [good(.vhd, bytes: 5 << 20), good(.vhd, bytes: 9 << 20)]
        let faults = try await DamagedBytes.tried("vhd", good, mend: Self.mend) { bytes in
            try await words("x.vhd", bytes) { file in
                _ = try await VHDCheck.problems(of: file)
                _ = try await VHDScan.problems(of: "x.vhd", in: store, among: ["x.vhd"])
                let image = try await VHDImageFile.open(file, writing: false)
                _ = try await image.dataRanges()
                _ = try await image.read(at: 0, count: 4096)
            }
        }
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test func `of the kind qcow2 are gone on with or not`() async throws {
        let good = try await [good(.qcow2, bytes: 5 << 20)]
        let faults = try await DamagedBytes.tried("qcow2", good) { bytes in
            try await words("x.qcow2", bytes) { file in
                guard let image = try await Qcow2ImageFile.reopen(file, bytes: 5 << 20) else { return }
                _ = try await image.dataRanges()
                _ = try await image.read(at: 0, count: 4096)
            }
        }
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test func `leases in any shape are refused in words`() async throws {
        let lease = try await ImageLease(of: "x.raw", in: store, purpose: "a night")
        let good = Array(try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/x.raw.lease")))
        try await lease.release()
        let faults = try await DamagedBytes.tried("lease", [good]) { bytes in
            _ = try scratch.file("y.raw.lease", bytes)
            defer { try? FileManager.default.removeItem(atPath: "\(scratch.path)/y.raw.lease") }
            do {
                try await ImageLease(of: "y.raw", in: store).release()
                return nil
            } catch let failure as Failure {
                return failure.description.unicodeScalars.contains { $0.value < 32 && $0 != "\n" }
                    ? "a control character" : nil
            } catch { return "an error without words: \(error)" }
        }
        #expect(faults.isEmpty, "\(faults)")
    }
}
