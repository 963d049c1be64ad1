import Testing

@testable import Adaptation

/// What a user loses if these fail: an image is taken for one that starts, or a hostile one ends p2v.
@Suite struct UnifiedImageTests {
    private func read(_ bytes: [UInt8]) -> UnifiedImage? {
        UnifiedImage.read("/efi/EFI/Linux/a.efi", bytes: UInt64(bytes.count)) { offset, count in
            Array(bytes.dropFirst(Int(offset)).prefix(count))
        }
    }

    @Test func `its kernel, options and initramfs are read`() throws {
        let image = try #require(read(UnifiedImages.image(release: "6.8.0\n", options: "root=UUID=1  ro\n")))
        #expect(image.release == "6.8.0")
        #expect(image.options == ["root=UUID=1", "ro"])
        #expect(image.hasInitramfs && image.doubt == nil)
        #expect(image.entry.keys == ["a", "a.efi"])
    }

    @Test func `a program without a kernel is none, whatever it is called`() {
        #expect(read(UnifiedImages.program([(".text", [1]), (".data", [2])])) == nil)
        #expect(read(Array("systemd-boot".utf8)) == nil)
        #expect(read([]) == nil)
    }

    @Test func `a kernel tells its version itself where the image does not`() {
        var kernel = [UInt8](repeating: 0, count: 0x400)
        kernel.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
        (kernel[0x20E], kernel[0x20F]) = (0x00, 0x01)
        kernel.replaceSubrange(0x300..<0x318, with: Array("6.9.1-arch1-1 (x@y) #1 S".utf8))
        #expect(read(UnifiedImages.image(release: nil, options: nil, linux: kernel))?.release == "6.9.1-arch1-1")
        kernel[0x20F] = 0xFF
        #expect(read(UnifiedImages.image(release: nil, options: nil, linux: kernel))?.release == nil)
    }

    @Test func `with several profiles its options are not known`() {
        let bytes = UnifiedImages.image(release: "6", options: "a", more: [(".profile", Array("ID=x".utf8))])
        #expect(read(bytes)?.doubt != nil)
    }

    @Test func `tries that are left are no part of its name`() {
        let image = UnifiedImage(path: "/efi/EFI/Linux/a+3-0.efi", release: nil, options: [], hasInitramfs: true)
        #expect(image.entry.keys.contains("a.efi"))
    }

    /// Every prefix, and every byte of the header set to the largest number.
    @Test func `a broken image is none, and harms nobody`() {
        let bytes = UnifiedImages.image(release: "6.8.0", options: "root=UUID=1")
        for length in stride(from: 0, to: 1024, by: 7) { _ = read(Array(bytes.prefix(length))) }
        for place in 0..<640 {
            var bad = bytes
            bad[place] = 0xFF
            _ = read(bad)
        }
        #expect(read(Array(bytes.prefix(4200))) == nil, "a section leads out of the file")
    }
}
