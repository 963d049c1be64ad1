/// What a disk is made of: casync's blob index (`.caibx`), with chunks of one size.
///
/// All numbers are little-endian 64-bit words (casync's `caformat.h`):
/// ```
/// 48, CaFormatIndex, feature flags, smallest, average, largest chunk     48 bytes
/// 2^64-1, CaFormatTable                                                  16
/// for each chunk: where it ends in the disk, then its id                 40 each
/// 0, 0, where the table begins (48), bytes of the table, end marker      40
/// ```
package struct ChunkIndex: Sendable, Hashable {
    /// Bytes of the disk.
    package var diskBytes: UInt64
    package var chunkBytes: Int
    /// One for each chunk of the disk; the last chunk may be shorter.
    package var chunks: [ChunkID]

    package init(diskBytes: UInt64, chunkBytes: Int, chunks: [ChunkID]) {
        (self.diskBytes, self.chunkBytes, self.chunks) = (diskBytes, chunkBytes, chunks)
    }

    /// Chunks of a disk.
    package static func count(_ diskBytes: UInt64, chunkBytes: Int) -> Int {
        let (whole, rest) = diskBytes.quotientAndRemainder(dividingBy: UInt64(chunkBytes))
        return Int(clamping: rest == 0 ? whole : whole + 1)
    }

    package func range(of chunk: Int) -> Range<UInt64> {
        let start = UInt64(chunk) * UInt64(chunkBytes)
        return start..<start + min(UInt64(chunkBytes), diskBytes - start)
    }
}

extension ChunkIndex {
    private static let indexType: UInt64 = 0x9682_4d9c_7b12_9ff9
    private static let tableType: UInt64 = 0xe75b_9e11_2f17_417d
    private static let endMarker: UInt64 = 0x4b4f_050e_5549_ecd1
    /// Ids are SHA-512/256, not SHA-256.
    private static let sha512: UInt64 = 0x2000_0000_0000_0000
    private static let (head, item, tail) = (64, 40, 40)
    /// casync refuses larger chunks.
    package static let largestChunk = 128 << 20

    package var encoded: [UInt8] {
        let chunk = UInt64(chunkBytes)
        var bytes = Self.words([48, Self.indexType, Self.sha512, chunk, chunk, chunk, .max, Self.tableType])
        for (place, id) in chunks.enumerated() {
            bytes += Self.words([range(of: place).upperBound]) + id.digest
        }
        let table = UInt64(16 + chunks.count * Self.item + Self.tail)
        return bytes + Self.words([0, 0, 48, table, Self.endMarker])
    }

    /// Why bytes are no index.
    package struct Flaw: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// An index of chunks of one size, as ``encoded`` writes it.
    package init(decoding bytes: [UInt8]) throws(Flaw) {
        let items = try Self.items(bytes)
        let size = Self.word(bytes, 24)
        guard size == Self.word(bytes, 32), size == Self.word(bytes, 40) else {
            throw Flaw(description: "its chunks are not of one size")
        }
        guard size > 0, size <= UInt64(Self.largestChunk) else {
            throw Flaw(description: "chunks of \(size) bytes cannot be")
        }
        self.init(diskBytes: items.last?.end ?? 0, chunkBytes: Int(size), chunks: items.map(\.id))
        guard chunks.count == Self.count(diskBytes, chunkBytes: chunkBytes),
            items.enumerated().allSatisfy({ range(of: $0.offset).upperBound == $0.element.end })
        else { throw Flaw(description: "its chunks do not lie one behind another") }
    }

    /// The chunks that an index names, of whatever sizes they are: for whoever asks what must be kept.
    package static func references(in bytes: [UInt8]) throws(Flaw) -> [ChunkID] { try items(bytes).map(\.id) }

    private static func items(_ bytes: [UInt8]) throws(Flaw) -> [(end: UInt64, id: ChunkID)] {
        guard bytes.count >= head + tail, (bytes.count - head - tail) % item == 0 else {
            throw Flaw(description: "it is cut off, or no index of casync's")
        }
        let end = bytes.count - tail
        guard word(bytes, 0) == 48, word(bytes, 8) == indexType, word(bytes, 48) == .max, word(bytes, 56) == tableType
        else { throw Flaw(description: "it does not begin as an index of casync's") }
        guard word(bytes, 16) & sha512 != 0 else { throw Flaw(description: "its ids are no SHA-512/256") }
        guard word(bytes, end + 16) == 48, word(bytes, end + 24) == UInt64(bytes.count - 48),
            word(bytes, end + 32) == endMarker
        else { throw Flaw(description: "its end is not that of an index: it is cut off or damaged") }
        return stride(from: head, to: end, by: item).compactMap { at in
            ChunkID(bytes[(at + 8)..<(at + item)]).map { (word(bytes, at), $0) }
        }
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt64 {
        bytes[at..<(at + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func words(_ words: [UInt64]) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    }
}
