package import BlockExport

/// A source whose reads keep to a limit that it shares with others.
package struct LimitedSource: DiskSource {
    private let source: any DiskSource
    private let limiter: RateLimiter
    private let share = RateLimiter.Share()

    package init(_ source: any DiskSource, limiter: RateLimiter) {
        self.source = source
        self.limiter = limiter
    }

    package var identity: SourceIdentity { source.identity }
    package func usedRanges() async throws -> [Range<UInt64>] { try await source.usedRanges() }

    package func read(_ range: Range<UInt64>) async throws -> SourceData {
        try await limiter.spend(range.count, of: share)
        let data = try await source.read(range)
        await limiter.giveBack(range.count - data.sentBytes, of: share)
        return data
    }

    package var sendsToDigest: Bool { source.sendsToDigest }

    package func digests(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        guard sendsToDigest else { return try await source.digests(chunkBytes: chunkBytes, each: each) }
        try await digestsOfUsedChunks(chunkBytes: chunkBytes, each: each)
    }

    package func digest(of range: Range<UInt64>) async throws -> ChunkDigest {
        try await spendToDigest(range)
        return try await source.digest(of: range)
    }

    private func spendToDigest(_ range: Range<UInt64>) async throws {
        if sendsToDigest { try await limiter.spend(range.count, of: share) }
    }

    package func refresh() async throws { try await source.refresh() }
    package func changedRanges() async throws -> [Range<UInt64>]? { try await source.changedRanges() }
    package func writeMark() async throws -> String? { try await source.writeMark() }
    package func freeClaims() async throws -> [FreeClaim] { try await source.freeClaims() }

    package func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? {
        try await spendToDigest(range)
        return try await source.rawDigest(of: range)
    }

    package func readRaw(_ range: Range<UInt64>) async throws -> [UInt8] {
        try await limiter.spend(range.count, of: share)
        return try await source.readRaw(range)
    }

    package func close() async { await source.close() }
}
