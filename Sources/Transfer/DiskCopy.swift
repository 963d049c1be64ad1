internal import BlockExport
public import Estate

/// Copies one disk to one image, in passes.
///
/// ```
/// fullPass ─ used chunks ─→ read → digest → write ─┐ every few seconds: target.sync, then save(checkpoint)
/// deltaPass ─ digests ≠ table ─→ the same ─────────┘ so a checkpoint never promises what a power cut can take back
/// verify ─ source's digests = digests read back from the target
/// ```
public actor DiskCopy {
    let source: any DiskSource
    let target: any ImageFile
    let plan: ChunkPlan
    let save: @Sendable (CopyCheckpoint) async throws -> Void
    let report: ProgressReport
    /// Seconds on a monotonic clock.
    let now: @Sendable () -> Double
    /// The target was made for this copy and reads as zeros where the table knows nothing.
    var targetIsNew: Bool
    /// The checkpoint was compared with what the target really holds.
    var targetIsTrusted: Bool
    /// What is known to be on the target, saved or not yet.
    var current: CopyCheckpoint
    /// The last state whose writes are on the target's disk.
    public internal(set) var checkpoint: CopyCheckpoint

    /// - Parameters:
    ///   - target: a staged file of the source's size.
    ///   - targetIsNew: it reads as zeros; false when it was there before.
    ///   - checkpoint: of an earlier, cut copy to this target; nil starts over.
    ///   - save: keeps a checkpoint; called at least every ``saveEvery``, and when a pass ends, however it ends.
    /// - Throws: ``Failure`` (refused) when the source has another size than the target or the checkpoint.
    public init(
        source: any DiskSource, target: any ImageFile, targetIsNew: Bool, checkpoint: CopyCheckpoint? = nil,
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
        let fresh = CopyCheckpoint(source: identity, chunkBytes: Transfer.chunkBytes(forDisk: identity.bytes))
        let start = targetIsNew ? fresh : checkpoint ?? fresh
        self.source = source
        self.target = target
        self.targetIsNew = targetIsNew
        targetIsTrusted = targetIsNew
        self.now = now
        self.save = save
        self.report = report
        plan = ChunkPlan(bytes: identity.bytes, chunkBytes: start.chunkBytes)
        guard start.chunks.count == plan.count, start.chunkBytes > 0 else {
            throw Self.mismatch(identity, "the checkpoint has \(start.chunks.count) chunks")
        }
        current = start
        self.checkpoint = start
    }

    /// Seconds between checkpoints.
    static let saveEvery = 3.0

    /// Bytes of chunks under way at once.
    var window: Int { max(2, min(8, (64 << 20) / plan.chunkBytes)) }

    private static func mismatch(_ identity: SourceIdentity, _ other: String) -> Failure {
        Failure(
            "copy the disk", on: identity.name, because: "it has \(identity.bytes) bytes, \(other) bytes",
            next: "scan the server and plan again: the disk is not the one that was planned", exit: .refused)
    }
}
