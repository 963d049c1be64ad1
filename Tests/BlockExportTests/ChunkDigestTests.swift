import BlockExport
import Testing

@Suite struct ChunkDigestTests {
    // A wrong hash proves nothing; these values are of another implementation (b3sum --length 16).
    @Test(arguments: [
        (0, "0000000000000000" + "0000000000000001"), (3, "6437b3ac38465133ffb63b75273a8db5"),
    ])
    func `digests are BLAKE3 with 16 bytes`(count: Int, hex: String) {
        #expect(ChunkDigest(of: Array("abc".utf8.prefix(count))).description == hex)
    }

    // Blocks of 64 bytes, chunks of 1,024, four and eight chunks at once, and an odd chunk at any level of the tree are
    // where this hash goes wrong.
    @Test(arguments: [
        (64, "472c51290d607f100d2036fdcedd7590"),
        (1023, "d1a12877ca3fa679de7e9a2af16d6749"),
        (1024, "5a1c9e5d85d9898297037e8e24f69bb0"),
        (1025, "c59d2e12583df14d951e757a42f1734d"),
        (3073, "45bfb0005f625b4dccd82d6b0b550cb0"),
        (4096, "cf657d3fd42311a258afdf3b5261c256"),
        (7169, "77c1ca5f524101e481d8c908c122496c"),
        (8192, "4b6d9ef12ab5a1ab11e7441f0460fb4f"),
        (8193, "b1f1094e96bb33573b60f112c768f168"),
        (31_744, "af069bb3716c13a788099469b423e0b3"),
        (1_000_000, "616f575a1b58d4c9797d4217b9730ae5"),
    ])
    func `digests are right at the edges of blocks, chunks and vectors`(count: Int, hex: String) {
        #expect(ChunkDigest(of: [UInt8](repeating: 0x61, count: count)).description == hex)
    }

    // Zeros are most of a new disk; if their digest depended on the length, the last chunk would differ.
    @Test(arguments: [1, 63, 64, 65, 4096])
    func `zeros have one digest of their own`(count: Int) {
        #expect(ChunkDigest(of: [UInt8](repeating: 0, count: count)) == .zeros)
        #expect(ChunkDigest(of: [UInt8](repeating: 0, count: count - 1) + [1]) != .zeros)
    }

    // Digests travel as text.
    @Test func `a digest survives being printed`() {
        let digest = ChunkDigest(of: [1, 2, 3])
        #expect(ChunkDigest(hex: digest.description) == digest)
        #expect(ChunkDigest(hex: "12") == nil && ChunkDigest(hex: String(repeating: "g", count: 32)) == nil)
    }
}
