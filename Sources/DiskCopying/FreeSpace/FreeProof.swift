internal import BlockExport
internal import Estate

/// Proves that what a source called free may be left out.
///
/// What must be zeros nobody knows: free space holds deleted files. What can be known is whose it is:
/// ```
/// at an end of the disk or of a partition  → all of it must be zeros, whoever calls it free: owners leave their marks there
/// the kernel names the owner now           → the owner's word is taken
/// a hole                                   → a sample of it must be zeros
/// else a sample of the raw disk: zeros     → nothing is lost
///                                data      → the witness must see exactly one file system there; otherwise the copy stops
/// ```
struct FreeProof {
    let source: any DiskSource
    let witness: any OwnerWitness
    let claims: [FreeClaim]

    struct Result {
        var findings: FreeFindings
        /// Where all of the disk is compared, whatever is believed.
        var ends: [Range<UInt64>]
        /// What was left out, and was written since: the source tells otherwise of it now.
        var written: [Range<UInt64>] = []
    }

    /// - Throws: ``Failure`` (unproved) with the range and the reason.
    func prove(using random: inout some RandomNumberGenerator) async throws -> Result {
        var places = [0..<source.identity.bytes]
        if !claims.isEmpty { places += try await witness.partitions() }
        let sample = FreeSample(of: claims, ends: FreeSample.ends(of: places), using: &random)
        let findings = FreeFindings(
            samples: sample.marks.count, certainty: sample.certainty, holeSamples: sample.holes.count,
            places: places.count)
        var result = Result(findings: findings, ends: FreeSample.ends(of: places))
        try await look(at: sample.ends) { piece, digest in
            try await refuse(piece, Self.state(digest) + ", at an end of the disk or of a partition", &result)
        }
        try await look(at: sample.holes) { piece, digest in
            try await refuse(piece, Self.state(digest) + ", in what counts as a hole", &result)
        }
        try await look(at: sample.marks) { piece, digest in
            guard let reason = try await witness.objection(to: piece) else { return }
            throw failure(piece, "\(Self.state(digest)), and \(reason)")
        }
        return result
    }

    /// Disks like their places in order; a few at once keep the connection busy.
    ///
    /// - Parameter wrong: called for each piece that is not zeros, or that nobody can read (nil).
    private func look(
        at pieces: [Range<UInt64>], wrong: (Range<UInt64>, ChunkDigest?) async throws -> Void
    ) async throws {
        var queue = pieces[...]
        try await withThrowingTaskGroup(of: (Range<UInt64>, ChunkDigest?).self) { group in
            func start() {
                guard let piece = queue.popFirst() else { return }
                group.addTask { (piece, try await source.rawDigest(of: piece)) }
            }
            for _ in 0..<16 { start() }
            while let (piece, digest) = try await group.next() {
                try Task.checkCancellation()
                if digest != .zeros { try await wrong(piece, digest) }
                start()
            }
        }
    }

    /// A source that was written meanwhile calls the place free no longer: then the copy has to follow, and is not wrong.
    private func refuse(_ piece: Range<UInt64>, _ because: String, _ result: inout Result) async throws {
        try await source.refresh()
        for claim in try await source.freeClaims() where claim.range.overlaps(piece) {
            let part = claim.range.clamped(to: piece)
            guard try await source.rawDigest(of: part) == .zeros else { throw failure(part, because) }
        }
        result.written.append(piece)
    }

    private static func state(_ digest: ChunkDigest?) -> String {
        digest == nil ? "they cannot be read" : "they hold data"
    }

    private func failure(_ range: Range<UInt64>, _ because: String) -> Failure {
        Failure(
            "prove the copy", on: source.identity.name,
            because: "bytes \(range.lowerBound) to \(range.upperBound) are called free and left out, but \(because)",
            next: "copy again with --whole, which leaves nothing out, and report this", exit: .unproved)
    }
}
