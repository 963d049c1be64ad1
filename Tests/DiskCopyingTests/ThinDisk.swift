import BlockExport

@testable import DiskCopying

/// A source of any size that holds little: 4 KiB at each of a few places.
struct ThinDisk: DiskSource {
    let identity: SourceIdentity
    /// By their offsets, multiples of 4096.
    let pieces: [UInt64: [UInt8]]

    func usedRanges() async throws -> [Range<UInt64>] { pieces.keys.sorted().map { $0..<($0 + 4096) } }

    func read(_ range: Range<UInt64>) async throws -> SourceData {
        var bytes = [UInt8](repeating: 0, count: range.count)
        for (offset, piece) in pieces where range.contains(offset) {
            let at = Int(offset - range.lowerBound)
            bytes.replaceSubrange(at..<(at + piece.count), with: piece)
        }
        return SourceData(bytes: bytes, sentBytes: bytes.count)
    }

    func digests(chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void) async throws {
        try await digestsOfUsedChunks(chunkBytes: chunkBytes, each: each)
    }

    func refresh() async throws {}
    func close() async {}
}
