public import BlockExport

/// A disk that is copied. Reads may overlap. Free space reads as zeros, in reads and in digests alike.
public protocol DiskSource: Sendable {
    var identity: SourceIdentity { get }
    /// Ranges in bytes that may hold something, ascending; fresh at each call after ``refresh()``.
    func usedRanges() async throws -> [Range<UInt64>]
    func read(_ range: Range<UInt64>) async throws -> SourceData
    /// Digests of all chunks, taken where the disk is as far as possible. `each` is called for chunks that are not
    /// zeros, in any order.
    func digests(chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void) async throws
    /// Looks at the disk anew: a pass sees what was allocated when it began.
    func refresh() async throws
    func close() async
}

/// Which disk it is.
public struct SourceIdentity: Sendable, Hashable, Codable {
    /// `ssh://root@dns01/dev/sda`, an NBD URI, or a path.
    public var name: String
    public var bytes: UInt64

    public init(name: String, bytes: UInt64) {
        self.name = name
        self.bytes = bytes
    }
}

/// What a read brought.
public struct SourceData: Sendable {
    public var bytes: [UInt8]
    /// Bytes that travelled; the rest were known to be zeros.
    public var sentBytes: Int

    public init(bytes: [UInt8], sentBytes: Int) {
        self.bytes = bytes
        self.sentBytes = sentBytes
    }
}

extension DiskSource {
    /// Reads all used chunks and digests them here: for sources that cannot do it themselves.
    func digestsByReading(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        let chunks = ChunkPlan(bytes: identity.bytes, chunkBytes: chunkBytes)
        for index in chunks.touched(by: try await usedRanges()) {
            try Task.checkCancellation()
            let digest = ChunkDigest(of: try await read(chunks.range(index)).bytes)
            if digest != .zeros { try await each(index, digest) }
        }
    }
}
