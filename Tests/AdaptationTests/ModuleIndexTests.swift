import Testing

@testable import Adaptation

/// What a user loses if these fail: modprobe in the initramfs finds no module.
@Suite struct ModuleIndexTests {
    /// Looks a key up as kmod does: prefix, children, values.
    private func look(_ key: String, in bytes: [UInt8]) -> String? {
        func word(_ offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
        var node = word(8)
        for byte in key.utf8 {
            guard node & 0x2000_0000 != 0 else { return nil }
            let offset = node & 0x0FFF_FFFF
            guard byte >= bytes[offset], byte <= bytes[offset + 1] else { return nil }
            node = word(offset + 2 + 4 * Int(byte - bytes[offset]))
            if node == 0 { return nil }
        }
        guard node & 0x4000_0000 != 0 else { return nil }
        var offset = node & 0x0FFF_FFFF
        if node & 0x2000_0000 != 0 { offset += 2 + 4 * (Int(bytes[offset + 1]) - Int(bytes[offset]) + 1) }
        let text = bytes[(offset + 8)...].prefix { $0 != 0 }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `every key is found with its line, and no other`() {
        var index = ModuleIndex()
        index.insert("virtio", "a/virtio.ko: b.ko", priority: 0)
        index.insert("virtio_blk", "a/virtio_blk.ko:", priority: 1)
        let bytes = index.bytes
        #expect(Array(bytes[0..<8]) == [0xB0, 0x07, 0xF4, 0x57, 0, 2, 0, 1])
        #expect(look("virtio", in: bytes) == "a/virtio.ko: b.ko")
        #expect(look("virtio_blk", in: bytes) == "a/virtio_blk.ko:")
        #expect(look("virtio_", in: bytes) == nil)
        #expect(look("e1000", in: bytes) == nil)
    }
}
