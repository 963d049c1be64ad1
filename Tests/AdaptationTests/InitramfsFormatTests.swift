import Testing

@testable import Adaptation

/// What a user loses if these fail: drivers are put where the kernel's decompressor never looks.
@Suite struct InitramfsFormatTests {
    private func compression(_ bytes: [UInt8]) -> GuestInitramfs.Compression {
        InitramfsFormat.compression(bytes: UInt64(bytes.count)) { offset, count in
            Array(bytes.dropFirst(Int(offset)).prefix(count))
        }
    }

    private var microcode: [UInt8] {
        var archive = CpioArchive()
        archive.add(directory: "kernel")
        archive.add(file: "kernel/x86/microcode.bin", [UInt8](repeating: 7, count: 3001))
        archive.finish()
        return archive.bytes
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 8], GuestInitramfs.Compression.gzip), ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz), ([0x02, 0x21, 0x4C, 0x18], .lz4), ([0x5D, 0, 0], .lzma),
            ([1, 2, 3], .unknown),
        ] as [([UInt8], GuestInitramfs.Compression)])
    func `compression is told by the first bytes, also behind microcode`(
        head: [UInt8], kind: GuestInitramfs.Compression
    ) {
        #expect(compression(head + [UInt8](repeating: 9, count: 600)) == kind)
        #expect(compression(microcode + head + [UInt8](repeating: 9, count: 600)) == kind)
    }

    @Test func `an archive alone is not compressed`() {
        #expect(compression(microcode) == .none)
    }

    @Test func `a header that claims gigabytes ends the walk`() {
        var bytes = microcode
        bytes.replaceSubrange(54..<62, with: Array("FFFFFFFF".utf8))
        #expect(compression(bytes) == .unknown)
    }
}
