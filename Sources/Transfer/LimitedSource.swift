public import BlockExport

/// A source whose reads keep to a limit that it shares with others.
public struct LimitedSource: DiskSource {
    private let source: any DiskSource
    private let limiter: RateLimiter

    public init(_ source: any DiskSource, limiter: RateLimiter) {
        self.source = source
        self.limiter = limiter
    }

    public var identity: SourceIdentity { source.identity }
    public func usedRanges() async throws -> [Range<UInt64>] { try await source.usedRanges() }

    public func read(_ range: Range<UInt64>) async throws -> SourceData {
        try await limiter.spend(range.count)
        return try await source.read(range)
    }

    public func digests(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        try await source.digests(chunkBytes: chunkBytes, each: each)
    }

    public func digest(of range: Range<UInt64>) async throws -> ChunkDigest { try await source.digest(of: range) }
    public func refresh() async throws { try await source.refresh() }
    public func changedRanges() async throws -> [Range<UInt64>]? { try await source.changedRanges() }
    public func close() async { await source.close() }
}
