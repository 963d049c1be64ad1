internal import BlockExport

extension DiskCopy {
    /// Reads back the last chunks that the checkpoint promises. If one is not as promised, all are read back, and those
    /// that are not there are copied again.
    func distrustLostChunks() async throws {
        guard !targetIsTrusted else { return }
        targetIsTrusted = true
        let known = current.chunks.digests.indices.filter { current.chunks[$0] != .unknown }
        let tail = try await lost(among: known.suffix(32))
        guard !tail.isEmpty else { return }
        for index in try await lost(among: known[...]) { current.chunks[index] = .unknown }
    }

    private func lost(among indices: ArraySlice<Int>) async throws -> [Int] {
        let reader = ImageDigests(file: target, plan: plan)
        var lost: [Int] = []
        for index in indices where try await reader.one(index) != current.chunks[index] { lost.append(index) }
        return lost
    }
}
