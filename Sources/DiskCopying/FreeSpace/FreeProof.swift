internal import BlockExport
internal import Estate

/// Proves that what a source called free may be left out.
///
/// What must be zeros nobody knows: free space holds deleted files. What can be known is whose it is:
/// ```
/// the kernel names the owner now           → the owner's word is taken
/// else a sample of the raw disk: zeros     → nothing is lost
///                                data      → the witness must see exactly one file system there; otherwise the copy stops
/// ```
struct FreeProof {
    let source: any DiskSource
    let witness: any OwnerWitness

    /// - Returns: how many pieces of the disk were looked at.
    /// - Throws: ``Failure`` (unproved) with the range and the reason.
    func prove(using random: inout some RandomNumberGenerator) async throws -> Int {
        let pieces = FreeSample.pieces(
            of: try await source.freeClaims(), diskBytes: source.identity.bytes, using: &random)
        // Disks like their places in order; a few at once keep the connection busy.
        var queue = pieces[...]
        try await withThrowingTaskGroup(of: (Range<UInt64>, ChunkDigest?).self) { group in
            func start() {
                guard let piece = queue.popFirst() else { return }
                group.addTask { (piece, try await source.rawDigest(of: piece)) }
            }
            for _ in 0..<8 { start() }
            while let (piece, digest) = try await group.next() {
                try Task.checkCancellation()
                if digest != .zeros, let reason = try await objection(to: piece, digest) {
                    throw failure(piece, reason)
                }
                start()
            }
        }
        return pieces.count
    }

    private func objection(to piece: Range<UInt64>, _ digest: ChunkDigest?) async throws -> String? {
        guard let reason = try await witness.objection(to: piece) else { return nil }
        return digest == nil ? "they cannot be read, and \(reason)" : "they hold data, and \(reason)"
    }

    private func failure(_ range: Range<UInt64>, _ because: String) -> Failure {
        Failure(
            "prove the copy", on: source.identity.name,
            because: "bytes \(range.lowerBound) to \(range.upperBound) are called free and left out, but \(because)",
            next: "copy again with --whole, which leaves nothing out, and report this", exit: .unproved)
    }
}
