/// Bytes that no other seed and no other block of 4096 repeats; made in big pieces, since tests are not optimised.
package func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var block = (0..<4096).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 4096)
    while bytes.count < count {
        withUnsafeBytes(of: UInt64(bytes.count)) { block.replaceSubrange(0..<8, with: $0) }
        bytes += block
    }
    return Array(bytes.prefix(count))
}
