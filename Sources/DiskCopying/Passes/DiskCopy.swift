internal import BlockExport
package import Estate
package import ImageStores

/// Copies one disk to one image, in passes.
///
/// ```
/// fullPass ─ used chunks ─→ read → digest → write ─┐ every few seconds: target.sync, then save(checkpoint)
/// deltaPass ─ digests ≠ table ─→ the same ─────────┘ so a checkpoint never promises what a power cut can take back
/// verify ─ source's digests = digests read back from the target
/// ```
package actor DiskCopy {
    let source: any DiskSource
    let target: any ImageFile
    let plan: ChunkGrid
    let journal: CopyJournal?
    let allowHoles: Bool
    let save: @Sendable (CopyCheckpoint) async throws -> Void
    let report: ProgressReport
    /// Seconds on a monotonic clock.
    let now: @Sendable () -> Double
    /// The target was made for this copy and reads as zeros where the table knows nothing.
    var targetIsNew: Bool
    /// The checkpoint was compared with what the target really holds.
    var targetIsTrusted: Bool
    /// All that is known of the target was copied or compared since the source's tracing began.
    var isTracked: Bool
    /// Ranges that the source told as written, and that no pass has copied yet; ascending.
    var told: [Range<UInt64>] = []
    /// The source's tracing answered when it was last asked.
    var seesWrites = false
    /// The image was changed on purpose since the checkpoint: all of it is read back first.
    var readsBackAll: Bool
    /// Chunks copied since the last whole comparison; nil where there was none.
    var touchedSinceProof: Set<Int>?
    /// What earlier runs of a pass that was cut had sent of what is on the target.
    var carried = (chunks: 0, read: UInt64(0), sent: UInt64(0))
    /// What is known to be on the target, saved or not yet.
    var current: CopyCheckpoint
    /// The last state whose writes are on the target's disk.
    package internal(set) var checkpoint: CopyCheckpoint

    /// - Parameters:
    ///   - target: a staged file of the source's size.
    ///   - targetIsNew: it reads as zeros; false when it was there before.
    ///   - checkpoint: of an earlier, cut copy to this target; nil starts over.
    ///   - journal: remembers each chunk between checkpoints, so that a kill costs only what was under way.
    ///   - allowHoles: what the source cannot read becomes zeros and is listed; otherwise it ends the copy.
    ///   - save: keeps a checkpoint; called at least every ``saveEvery``, and when a pass ends, however it ends.
    /// - Throws: ``Failure`` (refused) when the source has another size than the target or the checkpoint.
    package init(
        source: any DiskSource, target: any ImageFile, targetIsNew: Bool, checkpoint: CopyCheckpoint? = nil,
        journal: CopyJournal? = nil, allowHoles: Bool = false,
        save: @escaping @Sendable (CopyCheckpoint) async throws -> Void = { _ in },
        report: @escaping ProgressReport = { _ in },
        now: @escaping @Sendable () -> Double = { MonotonicSeconds.now }
    ) async throws {
        let identity = source.identity
        let size = try await target.size()
        guard size == identity.bytes else { throw Self.mismatch(identity, "the image \(target.label) has \(size)") }
        if let checkpoint, checkpoint.source.bytes != identity.bytes {
            throw Self.mismatch(identity, "the earlier copy was of \(checkpoint.source.bytes)")
        }
        let fresh = CopyCheckpoint(source: identity, chunkBytes: DiskCopying.chunkBytes(forDisk: identity.bytes))
        let start = targetIsNew ? fresh : checkpoint ?? fresh
        self.source = source
        self.target = target
        self.targetIsNew = targetIsNew
        targetIsTrusted = targetIsNew
        self.now = now
        self.save = save
        self.journal = journal
        self.allowHoles = allowHoles
        isTracked = start.chunks.unknownCount == start.chunks.count
        self.report = report
        plan = ChunkGrid(bytes: identity.bytes, chunkBytes: start.chunkBytes)
        guard start.chunks.count == plan.count, start.chunkBytes > 0 else {
            throw Self.mismatch(identity, "the checkpoint has \(start.chunks.count) chunks")
        }
        readsBackAll = start.wasChanged == true
        current = start
        self.checkpoint = start
    }

    /// Seconds between checkpoints.
    static let saveEvery = 3.0

    /// Bytes of chunks under way at once.
    var window: Int { max(2, min(8, (64 << 20) / plan.chunkBytes)) }

    /// Bytes a second of the fastest pass.
    package var fastest: Double {
        checkpoint.passes.filter { $0.seconds > 0 }.map { Double($0.bytesRead) / $0.seconds }.max() ?? 0
    }

    private static func mismatch(_ identity: SourceIdentity, _ other: String) -> Failure {
        Failure(
            "copy the disk", on: identity.name, because: "it has \(identity.bytes) bytes, \(other) bytes",
            next: "scan the server and plan again: the disk is not the one that was planned", exit: .refused)
    }
}
