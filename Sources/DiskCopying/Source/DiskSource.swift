package import BlockExport

/// A disk that is copied. Reads may overlap. Free space reads as zeros, in reads and in digests alike.
package protocol DiskSource: Sendable {
    var identity: SourceIdentity { get }
    /// Ranges in bytes that may hold something, ascending; fresh at each call after ``refresh()``.
    func usedRanges() async throws -> [Range<UInt64>]
    func read(_ range: Range<UInt64>) async throws -> SourceData
    /// Digests of all chunks, taken where the disk is as far as possible. `each` is called for chunks that are not
    /// zeros, in any order; with ``ChunkDigest/unreadable`` for one that the disk cannot read.
    func digests(chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void) async throws
    /// Looks at the disk anew: a pass sees what was allocated when it began. Ends one epoch and begins the next.
    func refresh() async throws
    /// Ranges that were written between the last two ``refresh()``es, ascending; nil when nobody knows.
    func changedRanges() async throws -> [Range<UInt64>]?
    /// A text that is another one after anything was written to the disk, whoever wrote it; nil when nobody knows. For
    /// sources without tracing.
    func writeMark() async throws -> String?
    /// The digest of one range, taken where the disk is if possible.
    func digest(of range: Range<UInt64>) async throws -> ChunkDigest
    /// A digest costs the way as much as a read: nothing where the disk is can take it.
    var sendsToDigest: Bool { get }
    /// What is left out because something calls it free, ascending; empty for a source that leaves nothing out by belief.
    func freeClaims() async throws -> [FreeClaim]
    /// The digest of what the disk holds in a range that is called free; nil when nobody knows.
    func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest?
    /// Reads the disk as it is, whatever is called free.
    func readRaw(_ range: Range<UInt64>) async throws -> [UInt8]
    func close() async
}

/// Which disk it is.
package struct SourceIdentity: Sendable, Hashable, Codable {
    /// `ssh://root@dns01/dev/sda`, an NBD URI, or a path.
    package var name: String
    package var bytes: UInt64

    package init(name: String, bytes: UInt64) {
        self.name = name
        self.bytes = bytes
    }
}

/// What a read brought.
package struct SourceData: Sendable {
    package var bytes: [UInt8]
    /// Bytes that travelled; the rest were known to be zeros.
    package var sentBytes: Int

    package init(bytes: [UInt8], sentBytes: Int) {
        self.bytes = bytes
        self.sentBytes = sentBytes
    }
}

extension DiskSource {
    package func changedRanges() async throws -> [Range<UInt64>]? { nil }
    package var sendsToDigest: Bool { true }
    package func freeClaims() async throws -> [FreeClaim] { [] }
    package func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? { nil }
    package func readRaw(_ range: Range<UInt64>) async throws -> [UInt8] { try await read(range).bytes }
    package func writeMark() async throws -> String? { nil }

    package func digest(of range: Range<UInt64>) async throws -> ChunkDigest {
        ChunkDigest(of: try await read(range).bytes)
    }

    /// Digests all used chunks, a few at once.
    func digestsOfUsedChunks(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        let chunks = ChunkGrid(bytes: identity.bytes, chunkBytes: chunkBytes)
        var queue = chunks.touched(by: try await usedRanges())[...]
        try await withThrowingTaskGroup(of: (Int, ChunkDigest).self) { group in
            func start() {
                guard let index = queue.popFirst() else { return }
                group.addTask {
                    do { return (index, try await digest(of: chunks.range(index))) } catch is UnreadableRange {
                        return (index, .unreadable)
                    }
                }
            }
            for _ in 0..<8 { start() }
            while let (index, digest) = try await group.next() {
                try Task.checkCancellation()
                if digest != .zeros { try await each(index, digest) }
                start()
            }
        }
    }
}
