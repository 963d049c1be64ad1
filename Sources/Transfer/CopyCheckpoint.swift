/// Where a copy stands: what is on the target's disk for certain. Kept after a kill, it is all that a resume needs.
public struct CopyCheckpoint: Sendable, Hashable, Codable {
    public static let format = "p2v-checkpoint/1"

    public var format = Self.format
    public var source: SourceIdentity
    public var chunkBytes: Int
    /// The digest of each chunk as the target holds it; unknown where it was not copied yet.
    public var chunks: ChunkTable
    /// Passes that ended.
    public var passes: [PassResult]
    /// What the source could not read, ascending; zeros in the image. Nil is none.
    public var holes: [ByteRange]?
    /// How the image holds the disk; raw where it is not said.
    public var imageFormat: ImageFormat?

    public init(source: SourceIdentity, chunkBytes: Int) {
        self.source = source
        self.chunkBytes = chunkBytes
        chunks = ChunkTable(count: ChunkPlan(bytes: source.bytes, chunkBytes: chunkBytes).count)
        passes = []
    }

    /// The first pass has ended.
    public var isComplete: Bool { !passes.isEmpty }
}

/// What a pass did.
public struct PassResult: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// Everything that is used.
        case full
        /// What differs by its digests.
        case delta
        /// What was written, as the source's tracing saw it.
        case traced
    }

    /// 1 for the full pass.
    public var number: Int
    public var kind: Kind
    /// Chunks copied, and their bytes as read on the source.
    public var chunksCopied: Int
    public var bytesRead: UInt64
    /// Bytes that travelled, also in earlier runs of the same pass.
    public var bytesSent: UInt64
    public var seconds: Double
}

/// What a verification found.
public struct VerifyResult: Sendable, Hashable, Codable {
    public var chunks: Int
    public var chunkBytes: Int
    /// Chunks whose digests differ between source and target, ascending. They are copied again by the next delta pass.
    public var different: [Int]
    /// Chunks that could not be compared, since the source cannot read them whole; they are known holes.
    public var unreadable: [Int]?
    public var seconds: Double

    public var isEqual: Bool { different.isEmpty }
}
