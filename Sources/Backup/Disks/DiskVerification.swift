package import Estate

/// Reads chunks of the store and compares each with its name.
package enum DiskVerification {
    /// - Parameter seen: chunks that were read before and are whole; those found whole are added.
    /// - Returns: the damaged ones, each once, in the disk's order.
    /// - Throws: ``Failure`` where the store cannot be read: that is no damage, and not known to be none.
    package static func damages(
        of index: ChunkIndex, in store: ChunkStore, seen: inout Set<ChunkID>, title: String,
        report: ProgressReport = { _ in }
    ) async throws -> [ChunkStore.Damage] {
        var lengths: [ChunkID: Int] = [:]
        var left: [ChunkID] = []
        for (place, id) in index.chunks.enumerated() where !seen.contains(id) && lengths[id] == nil {
            lengths[id] = index.range(of: place).count
            left.append(id)
        }
        var (damages, done): ([ChunkStore.Damage], Int) = ([], 0)
        let total = Double(left.count)
        try await Workers.forEach(left, atOnce: 4) { [lengths] id in
            try await Workers.run { try look(id, lengths[id] ?? 0, store) }
        } done: { answer in
            switch answer {
            case .whole(let id): seen.insert(id)
            case .damaged(let damage): damages.append(damage)
            }
            done += 1
            report(StepProgress("Reading \(title)", done: Double(done), total: total, unit: .items))
        }
        return damages.sorted { $0.path < $1.path }
    }

    private enum Answer: Sendable {
        case whole(ChunkID)
        case damaged(ChunkStore.Damage)
    }

    private static func look(_ id: ChunkID, _ count: Int, _ store: ChunkStore) throws -> Answer {
        do { _ = try store.read(id, count: count) } catch let damage as ChunkStore.Damage { return .damaged(damage) }
        return .whole(id)
    }
}
