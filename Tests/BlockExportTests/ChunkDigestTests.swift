import BlockExport
import Testing

@Suite struct ChunkDigestTests {
    // A wrong hash proves nothing; these values are of another implementation (b2sum -l 128).
    @Test(arguments: [
        (0, "0000000000000000" + "0000000000000001"), (3, "cf4ab791c62b8d2b2109c90275287816"),
    ])
    func `digests are BLAKE2b with 16 bytes`(count: Int, hex: String) {
        #expect(ChunkDigest(of: Array("abc".utf8.prefix(count))).description == hex)
    }

    // Blocks of 128 bytes are where hashes go wrong.
    @Test(arguments: [
        (127, "2228006d5107a5239e500da574466288"), (128, "1271d28e731afb57bdfba6bdaf3501be"),
        (129, "68b7bafbad5055c4ebe6eb170a0f8524"), (1_000_000, "7b704218d19f31b3a0fb7e4336822ae1"),
    ])
    func `digests are right around the block size`(count: Int, hex: String) {
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
