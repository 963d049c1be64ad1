internal import BlockExport
internal import Estate
internal import Synchronization

extension DiskCopy {
    /// Copies every used chunk that is not yet on the target. The server may work meanwhile.
    package func fullPass() async throws -> PassResult {
        try await distrustLostChunks()
        try await source.refresh()
        let used = plan.touched(by: try await source.usedRanges())
        var isUsed = [Bool](repeating: false, count: plan.count)
        for index in used { isUsed[index] = true }
        let work = used.filter { current.chunks[$0] == .unknown }
        let free = isUsed.indices.filter { !isUsed[$0] && current.chunks[$0] == .unknown }
        return try await pass(.full, copying: work, clearing: free)
    }

    /// Copies what changed on the source since the last pass.
    package func deltaPass() async throws -> PassResult {
        guard current.isComplete else { return try await fullPass() }
        try await distrustLostChunks()
        try await source.refresh()
        let wasTracked = isTracked
        // A pass that fails has lost what the source told: the next one looks for itself.
        isTracked = false
        let toldBefore = told
        told = []
        if wasTracked, let changed = try await changes() {
            return try await tracedPass(ByteRange.union(toldBefore, changed))
        }
        let there = try await sourceDigests(report: report)
        let changed = there.indices.filter { there[$0] != current.chunks[$0] && !isKnownHole($0, there[$0]) }
        touchedSinceProof?.formUnion(changed)
        let result = try await pass(.delta, copying: changed, clearing: [])
        isTracked = true
        return result
    }

    /// Copies what the source saw being written, and what is not known of the target.
    private func tracedPass(_ changed: [Range<UInt64>]) async throws -> PassResult {
        let unknown = current.chunks.digests.indices.filter { current.chunks[$0] == .unknown }
        touchedSinceProof?.formUnion(plan.touched(by: changed) + unknown)
        let result = try await pass(.traced, copying: unknown, clearing: [], patching: plan.parts(of: changed))
        isTracked = true
        return result
    }

    /// Compares the source with what is read back from the target, chunk by chunk. What the source calls free is zeros on both
    /// sides then: a sample of the raw disk, and all of it at the ends of the disk and of its partitions, proves that it may be.
    ///
    /// - Throws: ``Failure`` (unproved) where data was called free that something owns.
    package func verify() async throws -> VerifyResult {
        let start = now()
        try await source.refresh()
        let free = try await freeProof()
        // One progress for both: the image is read whole, so it is the longer way.
        async let theirs = sourceDigests(report: { _ in })
        async let ours = ImageDigests(file: target, plan: plan, readsWhole: free.ends)
            .all(title: "Comparing \(source.identity.name) with its image", report: report)
        var (there, here) = try await (theirs, ours)
        touchedSinceProof = []
        told = []
        isTracked = true
        for index in plan.touched(by: free.written) { there[index] = .unknown }
        var result = try await proved(since: start, plan.count, there.indices.map { ($0, there[$0], here[$0]) })
        result.free = free.findings
        result.freeSamples = free.findings.samples
        return result
    }

    private func freeProof() async throws -> FreeProof.Result {
        let claims = try await source.freeClaims()
        let patient = PatientRead(source: source, allowHoles: allowHoles)
        let witness = BlkidWitness(diskBytes: source.identity.bytes) { [source] range in
            let isLeftOut = claims.contains { $0.basis != .hole && $0.range.overlaps(range) }
            return try await isLeftOut ? source.readRaw(range) : patient.read(range).data.bytes
        }
        var random = SystemRandomNumberGenerator()
        return try await FreeProof(source: source, witness: witness, claims: claims).prove(using: &random)
    }

    /// Compares only what was copied since the last ``verify()``: all else was equal then, and the source's tracing says
    /// that it was not written from then until the last pass began. Compares all where nobody traced. Says nothing of
    /// writes since that pass began: ``lastPass(held:rounds:)`` does.
    package func verifyTouched() async throws -> VerifyResult {
        guard isTracked, let touched = touchedSinceProof, current.passes.last?.kind == .traced else {
            return try await verify()
        }
        let start = now()
        let reader = ImageDigests(file: target, plan: plan)
        var compared: [(Int, ChunkDigest, ChunkDigest)] = []
        for index in touched.sorted() {
            async let there = digestOfSource(index)
            async let here = reader.one(index)
            compared.append((index, try await there, try await here))
        }
        return try await proved(since: start, compared.count, compared)
    }

    /// What the source saw being written between its last two turns; nil when nobody knows.
    func changes() async throws -> [Range<UInt64>]? {
        let changed = try await source.changedRanges()
        seesWrites = changed != nil
        return changed
    }

    private func digestOfSource(_ index: Int) async throws -> ChunkDigest {
        do { return try await source.digest(of: plan.range(index)) } catch is UnreadableRange { return .unreadable }
    }

    private func proved(
        since start: Double, _ count: Int, _ compared: [(index: Int, there: ChunkDigest, here: ChunkDigest)]
    ) async throws -> VerifyResult {
        let unequal = compared.filter { $0.there != $0.here }
        let holes = unequal.filter { isKnownHole($0.index, $0.there) }.map(\.index)
        let different = unequal.map(\.index).filter { !holes.contains($0) }
        for index in different { current.chunks[index] = .unknown }
        checkpoint = current
        try await save(checkpoint)
        return VerifyResult(
            chunks: count, chunkBytes: plan.chunkBytes, different: different,
            unreadable: holes.isEmpty ? nil : holes, seconds: now() - start)
    }

    /// The source cannot read the chunk, and the copy knows that.
    private func isKnownHole(_ index: Int, _ digest: ChunkDigest) -> Bool {
        let range = plan.range(index)
        return digest == .unreadable && current.chunks[index] != .unknown
            && (current.holes ?? []).contains { $0.first < range.upperBound && $0.end > range.lowerBound }
    }

    /// Digests of all chunks, taken on the source.
    private func sourceDigests(report: @escaping ProgressReport) async throws -> [ChunkDigest] {
        let title = "Looking for changes on \(source.identity.name)"
        let found = Mutex([ChunkDigest](repeating: .zeros, count: plan.count))
        let (count, chunkBytes, total) = (plan.count, plan.chunkBytes, Double(plan.bytes))
        try await source.digests(chunkBytes: chunkBytes) { index, digest in
            guard index < count else { return }
            found.withLock { $0[index] = digest }
            let done = min(total, Double(index) * Double(chunkBytes))
            report(StepProgress(title, done: done, total: total, unit: .bytes))
        }
        return found.withLock { $0 }
    }
}
