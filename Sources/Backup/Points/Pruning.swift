internal import Estate

/// Removes points that are not to be kept, then the chunks that no index names any more.
///
/// ```
/// all points readable? ─no→ stop: what cannot be read may name any chunk
/// points beyond the retention, and those that were never finished → removed, their manifests first
/// every index of the repository → the chunks that stay → all others are removed
/// ```
package struct Pruning: Sendable {
    /// What was, or would be, done.
    package struct Result: Sendable, Hashable, Encodable {
        package struct Point: Sendable, Hashable, Encodable {
            package var vm: String
            package var time: String
            /// Nil: it goes.
            package var keptAs: [String]?
            /// It was never finished.
            package var isTorn = false
        }
        package var points: [Point] = []
        package var removedPoints = 0
        package var removedChunks = 0
        package var keptChunks = 0
    }

    private let repository: BackupRepository
    private let retention: Retention
    private let isTrial: Bool

    package init(_ repository: BackupRepository, keeping retention: Retention, isTrial: Bool) throws {
        guard !retention.keepsNothing else {
            throw Failure(
                "prune the repository", on: repository.path, because: "no point would be kept",
                next: "say how many of each age stay: --last, --daily, --weekly, --monthly", exit: .refused)
        }
        (self.repository, self.retention, self.isTrial) = (repository, retention, isTrial)
    }

    /// Only under the repository's lease: what another p2v is writing would be taken for torn.
    package func run() throws -> Result {
        let entries = try repository.entries()
        var result = Result()
        var going: [PointPlace] = []
        for (_, points) in Dictionary(grouping: entries, by: \.place.uuid).sorted(by: { $0.key < $1.key }) {
            let kept = retention.kept(of: try points.compactMap { try manifest($0)?.takenAt })
            for entry in points {
                let reasons = try manifest(entry).flatMap { kept[$0.takenAt] }
                result.points.append(
                    .init(vm: entry.place.vm, time: entry.place.time, keptAs: reasons, isTorn: entry.manifest == nil))
                if reasons == nil { going.append(entry.place) }
            }
        }
        result.removedPoints = going.count
        // Before anything is removed: an index that cannot be read stops all.
        let named = try Mark(repository).chunks(without: Set(going.map(\.path)))
        if !isTrial { for place in going { try remove(place) } }
        (result.removedChunks, result.keptChunks) = try repository.store.sweep(keeping: named, isTrial: isTrial)
        return result
    }

    /// Nil for a point that was never finished.
    private func manifest(_ entry: BackupRepository.Entry) throws -> PointManifest? {
        switch entry.manifest {
        case .none: return nil
        case .known(let manifest): return manifest
        case .unknown(let reason):
            throw Failure(
                "prune the repository", on: entry.place.path, because: "its manifest cannot be read: \(reason)",
                next: "mend or remove that point by hand; nothing was removed", exit: .refused)
        }
    }

    private func remove(_ place: PointPlace) throws {
        // The manifest first: what is left of a removal that was cut is no point.
        try DurableFile.remove("\(place.path)/\(PointPlace.manifest)")
        try DurableFile.syncFolder(place.path)
        for name in try DurableFile.names(in: place.path) { try DurableFile.remove("\(place.path)/\(name)") }
        try DurableFile.removeFolder(place.path)
    }
}

/// The chunks that the indexes of a repository name.
struct Mark {
    private let repository: BackupRepository

    init(_ repository: BackupRepository) { self.repository = repository }

    /// - Parameter gone: folders of points that are going.
    /// - Throws: for an index that cannot be read, whoever made it: it may name any chunk.
    func chunks(without gone: Set<String>) throws -> Set<ChunkID> {
        var chunks: Set<ChunkID> = []
        for path in try indexes(in: repository.path, gone) {
            do {
                chunks.formUnion(
                    try ChunkIndex.references(in: try DurableFile.read(path, limit: BackupRepository.largestIndex)))
            } catch let flaw as ChunkIndex.Flaw {
                throw Failure(
                    "prune the repository", on: path, because: "the index cannot be read: \(flaw)",
                    next: "mend or remove it by hand: no chunk goes while one may be named there; nothing was removed",
                    exit: .refused)
            }
        }
        return chunks
    }

    /// All of them, also those that casync itself was told to put here (`.caidx`).
    private func indexes(in folder: String, _ gone: Set<String>) throws -> [String] {
        guard folder != repository.store.path, !gone.contains(folder) else { return [] }
        var found: [String] = []
        for name in try DurableFile.names(in: folder) where !name.hasPrefix(DurableFile.mark) {
            let path = "\(folder)/\(name)"
            if try DurableFile.isFolder(path) {
                found += try indexes(in: path, gone)
            } else if name.hasSuffix(".caibx") || name.hasSuffix(".caidx") {
                found.append(path)
            }
        }
        return found
    }
}
