extension NBDConnection {
    /// The start of `range` (or all of it) cut into used and free extents, ascending, without gaps.
    package func extents(in range: Range<UInt64>) async throws(NBDError) -> [Extent] {
        try await pieces(.allocation, range).map { Extent(range: $0.range, used: $0.flags & 2 == 0) }
    }

    /// The 128 bits of a range's digest; nil when the server does not tell.
    package func digest(of range: Range<UInt64>) async throws(NBDError) -> (high: UInt64, low: UInt64)? {
        try await digest(in: .digest, of: range)
    }

    /// The start of `range` cut into extents that were written between the last two turns (`used`) and those that were
    /// not; nil when the server does not know.
    package func changes(in range: Range<UInt64>) async throws(NBDError) -> [Extent]? {
        let pieces = try await pieces(.changes, range)
        guard pieces.allSatisfy({ $0.flags & 2 == 0 }) else { return nil }
        return pieces.map { Extent(range: $0.range, used: $0.flags & 1 != 0) }
    }

    /// A range that the server calls free.
    package struct Free: Sendable, Hashable {
        package var range: Range<UInt64>
        /// The running kernel of the server names the owner, which calls it free.
        package var isVouched: Bool
        /// A hole of the file that holds the disk.
        package var isHole: Bool
    }

    /// The start of `range`: how far the answer reaches, and what of it is called free; nil when the server does not tell.
    package func free(in range: Range<UInt64>) async throws(NBDError) -> (end: UInt64, free: [Free])? {
        guard contexts.contains(.free) else { return nil }
        let pieces = try await pieces(.free, range)
        let free = pieces.filter { $0.flags & 1 != 0 }
            .map { Free(range: $0.range, isVouched: $0.flags & 2 != 0, isHole: $0.flags & 4 != 0) }
        return (pieces.last?.range.upperBound ?? range.lowerBound, free)
    }

    /// The 128 bits of the digest of what the disk holds in a range that is called free; nil when the server does not tell.
    package func rawDigest(of range: Range<UInt64>) async throws(NBDError) -> (high: UInt64, low: UInt64)? {
        try await digest(in: .raw, of: range)
    }

    private func digest(
        in context: NBDContext, of range: Range<UInt64>
    ) async throws(NBDError) -> (high: UInt64, low: UInt64)? {
        let pieces = try await pieces(context, range)
        guard pieces.count == 4 else { return nil }
        let words = pieces.map { UInt64($0.flags) }
        return (words[0] << 32 | words[1], words[2] << 32 | words[3])
    }

    /// The start of `range` cut into extents that the bitmap calls written (`used`) and those that it does not; all of it is
    /// written where the server shows no bitmap.
    package func written(in range: Range<UInt64>) async throws(NBDError) -> [Extent] {
        guard tellsWrites, let context = loop.wish.bitmapContext else { return [Extent(range: range, used: true)] }
        let answer = try await loop.status(of: range)[context] ?? []
        return Self.pieces(answer, range).map { Extent(range: $0.range, used: $0.flags & 1 != 0) }
    }

    private struct Piece {
        var range: Range<UInt64>
        var flags: UInt32
    }

    private func pieces(_ context: NBDContext, _ range: Range<UInt64>) async throws(NBDError) -> [Piece] {
        guard contexts.contains(context) else { return [Piece(range: range, flags: context == .changes ? 2 : 0)] }
        return Self.pieces(try await loop.status(of: range)[context.rawValue] ?? [], range)
    }

    private static func pieces(_ entries: [UInt32], _ range: Range<UInt64>) -> [Piece] {
        var pieces: [Piece] = []
        var at = range.lowerBound
        for index in stride(from: 0, to: entries.count - 1, by: 2) where at < range.upperBound {
            let end = min(at + UInt64(entries[index]), range.upperBound)
            pieces.append(Piece(range: at..<end, flags: entries[index + 1]))
            at = end
        }
        return pieces
    }
}
