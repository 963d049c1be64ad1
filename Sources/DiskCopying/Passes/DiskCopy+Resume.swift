internal import BlockExport

extension DiskCopy {
    /// Reads back the last chunks that the checkpoint promises. If one is not as promised, all are read back, and those
    /// that are not there are copied again.
    func distrustLostChunks() async throws {
        guard !targetIsTrusted else { return }
        targetIsTrusted = true
        try await believeJournal()
        let known = current.chunks.digests.indices.filter { current.chunks[$0] != .unknown }
        if !readsBackAll {
            let tail = try await lost(among: known.suffix(32))
            guard !tail.isEmpty else { return }
        }
        for index in try await lost(among: known[...]) { current.chunks[index] = .unknown }
        readsBackAll = false
        current.wasChanged = nil
    }

    /// Takes over what was copied after the last checkpoint, as far as the target holds it.
    private func believeJournal() async throws {
        guard let journal else { return }
        let records = try await journal.records().filter { record in
            record.index < plan.count && current.chunks[record.index] == .unknown
        }
        guard !records.isEmpty else { return }
        let reader = ImageDigests(file: target, plan: plan)
        for record in records where try await reader.one(record.index) == record.digest {
            guard current.chunks[record.index] == .unknown else { continue }
            current.chunks[record.index] = record.digest
            isTracked = false
            carried.chunks += 1
            carried.read += UInt64(plan.range(record.index).count)
            carried.sent += UInt64(record.sentBytes)
        }
        try await keep()
    }

    private func lost(among indices: ArraySlice<Int>) async throws -> [Int] {
        let reader = ImageDigests(file: target, plan: plan)
        var lost: [Int] = []
        for index in indices where try await reader.one(index) != current.chunks[index] { lost.append(index) }
        return lost
    }
}
