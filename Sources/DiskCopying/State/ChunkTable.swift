package import BlockExport
internal import Foundation

/// A digest for every chunk of a disk. As JSON: one base64 string, 16 bytes a chunk, big-endian.
package struct ChunkTable: Sendable, Hashable, Codable {
    package private(set) var digests: [ChunkDigest]

    package init(count: Int) {
        digests = [ChunkDigest](repeating: .unknown, count: count)
    }

    package var count: Int { digests.count }
    /// Chunks that are not known yet.
    package var unknownCount: Int { digests.count { $0 == .unknown } }

    package subscript(index: Int) -> ChunkDigest {
        get { digests[index] }
        set { digests[index] = newValue }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)), data.count % 16 == 0 else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a table of 16-byte digests")
        }
        digests = data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 16).map { at in
                ChunkDigest(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)))
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var words: [UInt64] = []
        words.reserveCapacity(digests.count * 2)
        for digest in digests {
            words.append(digest.high.bigEndian)
            words.append(digest.low.bigEndian)
        }
        var container = encoder.singleValueContainer()
        try container.encode(words.withUnsafeBytes { Data($0) }.base64EncodedString())
    }
}
