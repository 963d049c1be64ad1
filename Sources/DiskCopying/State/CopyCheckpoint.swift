package import ImageStores

/// Where a copy stands: what is on the target's disk for certain. Kept after a kill, it is all that a resume needs.
package struct CopyCheckpoint: Sendable, Hashable, Codable {
    package static let format = "p2v-checkpoint/1"

    package var format = Self.format
    package var source: SourceIdentity
    package var chunkBytes: Int
    /// The digest of each chunk as the target holds it; unknown where it was not copied yet.
    package var chunks: ChunkTable
    /// Passes that ended.
    package var passes: [PassResult]
    /// What the source could not read, ascending; zeros in the image. Nil is none.
    package var holes: [ByteRange]?
    /// How the image holds the disk; raw where it is not said.
    package var imageFormat: ImageFormat?
    /// The image was changed on purpose since, by an adaptation: all of it has to be read back before the table is
    /// believed. Nil is no.
    package var wasChanged: Bool?

    package init(source: SourceIdentity, chunkBytes: Int) {
        self.source = source
        self.chunkBytes = chunkBytes
        chunks = ChunkTable(count: ChunkGrid(bytes: source.bytes, chunkBytes: chunkBytes).count)
        passes = []
    }

    /// The first pass has ended.
    package var isComplete: Bool { !passes.isEmpty }
}

/// What a pass did.
package struct PassResult: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// Everything that is used.
        case full
        /// What differs by its digests.
        case delta
        /// What was written, as the source's tracing saw it.
        case traced
    }

    /// 1 for the full pass.
    package var number: Int
    package var kind: Kind
    /// Chunks copied, and their bytes as read on the source.
    package var chunksCopied: Int
    package var bytesRead: UInt64
    /// Bytes that travelled, also in earlier runs of the same pass.
    package var bytesSent: UInt64
    package var seconds: Double
}

/// What a verification found.
package struct VerifyResult: Sendable, Hashable, Codable {
    package var chunks: Int
    package var chunkBytes: Int
    /// Chunks whose digests differ between source and target, ascending. They are copied again by the next delta pass.
    package var different: [Int]
    /// Chunks that could not be compared, since the source cannot read them whole; they are known holes.
    package var unreadable: [Int]?
    package var seconds: Double
    /// What is known of writes meanwhile; a comparison alone knows nothing of them.
    package var writes = WritesMeanwhile.unwatched
    /// Pieces of the raw disk that were looked at where marks on it call it free; nil where nothing was.
    package var freeSamples: Int?
    /// All that was looked at where the disk is called free; nil where nothing was.
    package var free: FreeFindings?

    /// All that was compared is equal. Whether that is the disk depends on ``writes``.
    package var isEqual: Bool { different.isEmpty }
    /// The image is the disk, and was until the proof had ended.
    package var isProved: Bool { isEqual && writes.excluded }
}
