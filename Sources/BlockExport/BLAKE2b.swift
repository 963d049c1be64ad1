/// BLAKE2b without a key (RFC 7693, section 3).
enum BLAKE2b {
    private static let initial: [UInt64] = [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ]

    /// The eight state words after hashing `bytes`; the result is their first `resultBytes` bytes, little-endian.
    static func hash(_ bytes: UnsafeRawBufferPointer, resultBytes: UInt64) -> [UInt64] {
        var state = initial
        state[0] ^= 0x0101_0000 ^ resultBytes
        state.withUnsafeMutableBufferPointer { state in
            var at = 0
            while bytes.count - at > 128 {
                compress(state, bytes.baseAddress! + at, counter: UInt64(at + 128), last: false)
                at += 128
            }
            withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { block in
                block.initializeMemory(as: UInt8.self, repeating: 0)
                if at < bytes.count { block.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at...])) }
                compress(state, UnsafeRawPointer(block.baseAddress!), counter: UInt64(bytes.count), last: true)
            }
        }
        return state
    }

    /// Twelve rounds, each taking the words of the block in its own order (RFC 7693, section 2.7). The orders are written
    /// out and not kept in a table: known to the compiler, the words are read where they are needed, which is a third
    /// quicker.
    @inline(__always)
    private static func compress(
        _ h: UnsafeMutableBufferPointer<UInt64>, _ block: UnsafeRawPointer, counter: UInt64, last: Bool
    ) {
        var v = BLAKE2bState(h, counter: counter, last: last)
        v.round(block, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        v.round(block, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
        v.round(block, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4)
        v.round(block, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8)
        v.round(block, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13)
        v.round(block, 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9)
        v.round(block, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11)
        v.round(block, 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10)
        v.round(block, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5)
        v.round(block, 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0)
        v.round(block, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        v.round(block, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
        v.fold(into: h)
    }
}

/// The sixteen words that one block is mixed into.
struct BLAKE2bState {
    private var v0, v1, v2, v3, v4, v5, v6, v7: UInt64
    private var v8, v9, v10, v11, v12, v13, v14, v15: UInt64

    @inline(__always)
    init(_ h: UnsafeMutableBufferPointer<UInt64>, counter: UInt64, last: Bool) {
        (v0, v1, v2, v3) = (h[0], h[1], h[2], h[3])
        (v4, v5, v6, v7) = (h[4], h[5], h[6], h[7])
        (v8, v9) = (0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b)
        (v10, v11) = (0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1)
        v12 = 0x510e_527f_ade6_82d1 ^ counter
        v13 = 0x9b05_688c_2b3e_6c1f
        v14 = last ? ~0x1f83_d9ab_fb41_bd6b : 0x1f83_d9ab_fb41_bd6b
        v15 = 0x5be0_cd19_137e_2179
    }

    @inline(__always)
    mutating func round(
        _ block: UnsafeRawPointer, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int, _ f: Int, _ g: Int, _ h: Int,
        _ i: Int, _ j: Int, _ k: Int, _ l: Int, _ m: Int, _ n: Int, _ o: Int, _ p: Int
    ) {
        Self.mix(&v0, &v4, &v8, &v12, Self.word(block, a), Self.word(block, b))
        Self.mix(&v1, &v5, &v9, &v13, Self.word(block, c), Self.word(block, d))
        Self.mix(&v2, &v6, &v10, &v14, Self.word(block, e), Self.word(block, f))
        Self.mix(&v3, &v7, &v11, &v15, Self.word(block, g), Self.word(block, h))
        Self.mix(&v0, &v5, &v10, &v15, Self.word(block, i), Self.word(block, j))
        Self.mix(&v1, &v6, &v11, &v12, Self.word(block, k), Self.word(block, l))
        Self.mix(&v2, &v7, &v8, &v13, Self.word(block, m), Self.word(block, n))
        Self.mix(&v3, &v4, &v9, &v14, Self.word(block, o), Self.word(block, p))
    }

    @inline(__always)
    func fold(into h: UnsafeMutableBufferPointer<UInt64>) {
        h[0] ^= v0 ^ v8
        h[1] ^= v1 ^ v9
        h[2] ^= v2 ^ v10
        h[3] ^= v3 ^ v11
        h[4] ^= v4 ^ v12
        h[5] ^= v5 ^ v13
        h[6] ^= v6 ^ v14
        h[7] ^= v7 ^ v15
    }

    @inline(__always)
    private static func word(_ block: UnsafeRawPointer, _ index: Int) -> UInt64 {
        UInt64(littleEndian: block.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
    }

    @inline(__always)
    private static func mix(
        _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ x: UInt64, _ y: UInt64
    ) {
        a = a &+ b &+ x
        d = rotate(d ^ a, 32)
        c = c &+ d
        b = rotate(b ^ c, 24)
        a = a &+ b &+ y
        d = rotate(d ^ a, 16)
        c = c &+ d
        b = rotate(b ^ c, 63)
    }

    @inline(__always)
    private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { (x &>> n) | (x &<< (64 &- n)) }
}
