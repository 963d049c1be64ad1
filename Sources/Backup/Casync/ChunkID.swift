internal import ChunkCodec
internal import Estate

/// A chunk's name: the SHA-512/256 of what it holds.
package struct ChunkID: Sendable, Hashable {
    package static let bytes = ChunkCodec.digestBytes

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameter digest: 32 bytes.
    package init?(_ digest: some Collection<UInt8>) {
        guard digest.count == Self.bytes else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (place, byte) in digest.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// - Parameter text: 64 small hexadecimal digits.
    package init?(hex text: some StringProtocol) {
        var digest: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8 {
            guard let value = Self.value(digit) else { return nil }
            if let first = high { digest.append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        guard high == nil else { return nil }
        self.init(digest)
    }

    package init(of bytes: [UInt8]) throws {
        guard let id = ChunkID(try ChunkCodec.digest(bytes)) else {
            throw Failure(
                "name a chunk", on: "it", because: "a digest has another length than 32 bytes", next: "report this")
        }
        self = id
    }

    package var digest: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    package var hex: String {
        String(decoding: digest.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    package static func == (a: ChunkID, b: ChunkID) -> Bool { a.words == b.words }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
