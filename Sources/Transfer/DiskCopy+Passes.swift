internal import BlockExport
internal import Estate
internal import Synchronization

extension DiskCopy {
    /// Copies every used chunk that is not yet on the target. The server may work meanwhile.
    public func fullPass() async throws -> PassResult {
        try await distrustLostChunks()
        let used = plan.touched(by: try await source.usedRanges())
        var isUsed = [Bool](repeating: false, count: plan.count)
        for index in used { isUsed[index] = true }
        let work = used.filter { current.chunks[$0] == .unknown }
        let free = isUsed.indices.filter { !isUsed[$0] && current.chunks[$0] == .unknown }
        return try await pass(.full, copying: work, clearing: free)
    }

    /// Copies what changed on the source since the last pass.
    public func deltaPass() async throws -> PassResult {
        guard current.isComplete else { return try await fullPass() }
        try await distrustLostChunks()
        try await source.refresh()
        let there = try await sourceDigests(report: report)
        let changed = there.indices.filter { there[$0] != current.chunks[$0] }
        return try await pass(.delta, copying: changed, clearing: [])
    }

    /// Compares the source with what is read back from the target, chunk by chunk.
    public func verify() async throws -> VerifyResult {
        let start = now()
        try await source.refresh()
        // One progress for both: the image is read whole, so it is the longer way.
        async let theirs = sourceDigests(report: { _ in })
        async let ours = ImageDigests(file: target, plan: plan)
            .all(title: "Comparing \(source.identity.name) with its image", report: report)
        let (there, here) = try await (theirs, ours)
        let different = there.indices.filter { there[$0] != here[$0] }
        for index in different { current.chunks[index] = .unknown }
        checkpoint = current
        try await save(checkpoint)
        return VerifyResult(
            chunks: plan.count, chunkBytes: plan.chunkBytes, different: different, seconds: now() - start)
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
