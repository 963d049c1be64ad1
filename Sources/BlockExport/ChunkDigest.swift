/// 128 bits that stand for the content of a chunk.
///
/// BLAKE2b with a 16-byte result (RFC 7693): as strong as its length, and made of additions, exclusive ors and rotations
/// of 64-bit words, so plain code is fast on any processor, also under software emulation, where SHA-256 without
/// its instructions takes three times as long. A chunk of zeros is not hashed: it has a value of its own.
public struct ChunkDigest: Sendable, Hashable, CustomStringConvertible {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Nothing is known about the chunk.
    public static let unknown = ChunkDigest(high: 0, low: 0)
    /// The chunk holds zeros only, whatever its length.
    public static let zeros = ChunkDigest(high: 0, low: 1)

    /// The disk cannot read the chunk.
    public static let unreadable = ChunkDigest(high: 0, low: 2)

    /// The digest of these bytes.
    public init(of bytes: UnsafeRawBufferPointer) {
        if Bytes.areZero(bytes) {
            self = .zeros
        } else {
            let words = BLAKE2b.hash(bytes, resultBytes: 16)
            self.init(high: words[0].byteSwapped, low: words[1].byteSwapped)
        }
    }

    public init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { ChunkDigest(of: $0) }
    }

    /// 32 hexadecimal digits, as `b2sum -l 128` prints them.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 32, let high = UInt64(hex.prefix(16), radix: 16),
            let low = UInt64(hex.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    public var description: String { Self.hex(high) + Self.hex(low) }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
