package import Estate
internal import Foundation

/// One point into another repository: chunks that are missing there, each read, compared with its name and written; then
/// indexes, definition and the manifest, byte for byte. Only under the lease of the other.
package struct PointCopy: Sendable {
    package struct Figures: Sendable, Hashable, Codable {
        package var chunks = 0
        package var newChunks = 0
        /// Bytes that were read here and written there.
        package var storedBytes: UInt64 = 0
    }

    private let source: BackupRepository
    private let target: BackupRepository

    package init(from source: BackupRepository, to target: BackupRepository) {
        (self.source, self.target) = (source, target)
    }

    /// Refused where both are one folder, by whatever names.
    package static func proveApart(_ one: BackupRepository, _ other: BackupRepository) throws {
        var (a, b) = (stat(), stat())
        guard stat(one.path, &a) == 0, stat(other.path, &b) == 0 else {
            throw refused(
                other.path, "it cannot be told whether both are one folder: \(String(cString: strerror(errno)))")
        }
        let (one, other) = (real(one.path), real(other.path))
        guard a.st_dev != b.st_dev || a.st_ino != b.st_ino, one != other else {
            throw refused(other, "it is the same folder as \(one)")
        }
        guard !other.hasPrefix(one + "/"), !one.hasPrefix(other + "/") else {
            throw refused(other, "one of both lies in the other")
        }
    }

    private static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    private static func refused(_ path: String, _ because: String) -> Failure {
        Failure("copy backups", on: path, because: because, next: "name another repository with --to", exit: .refused)
    }

    /// - Returns: nil where the point is there already.
    package func run(
        _ entry: BackupRepository.Entry, _ manifest: PointManifest, report: ProgressReport = { _ in }
    ) async throws -> Figures? {
        let name = PointPlace.manifest
        let bytes = try source.file(name, at: entry.place)
        let place = target.place(as: entry.place)
        if try DurableFile.exists("\(place.path)/\(name)") {
            guard try target.file(name, at: place) == bytes else {
                throw Self.refused(place.path, "another point of that time is there")
            }
            return nil
        }
        var figures = Figures()
        let indexes = try manifest.disks.map { ($0, try source.index(of: $0, at: entry.place)) }
        for (disk, index) in indexes { try await copy(index, "\(manifest.vm) \(disk.target)", &figures, report) }
        try DurableFile.makeFolder(place.path)
        for (disk, _) in indexes {
            try DurableFile.write(try source.file(disk.index, at: entry.place), to: "\(place.path)/\(disk.index)")
            // What was written is what will be read.
            _ = try target.index(of: disk, at: place)
        }
        try target.complete(bytes, definition: try source.definition(at: entry.place), at: place)
        return figures
    }

    private func copy(
        _ index: ChunkIndex, _ title: String, _ figures: inout Figures, _ report: ProgressReport
    ) async throws {
        var lengths: [ChunkID: Int] = [:]
        for (place, id) in index.chunks.enumerated() { lengths[id] = index.range(of: place).count }
        var folders: Set<String> = []
        var done = 0
        try await Workers.forEach(Array(lengths.keys), atOnce: 4) { [lengths] id in
            try await Workers.run { (id, try copy(id, lengths[id] ?? 0)) }
        } done: { id, stored in
            figures.chunks += 1
            folders.insert(target.store.folder(of: id))
            if let stored {
                figures.newChunks += 1
                figures.storedBytes += UInt64(stored)
            }
            done += 1
            report(
                StepProgress("Copying \(title)", done: Double(done), total: Double(lengths.count), unit: .items))
        }
        try await Workers.run { [folders] in try target.store.sync(folders) }
    }

    /// - Returns: nil for one that is there.
    private func copy(_ id: ChunkID, _ count: Int) throws -> Int? {
        guard try !target.store.contains(id) else { return nil }
        do { return try target.store.write(frame: try source.store.frame(id, count: count), as: id) } catch let damage
            as ChunkStore.Damage
        { throw damage.failure }
    }
}

extension BackupRepository {
    func file(_ name: String, at place: PointPlace) throws -> [UInt8] {
        try DurableFile.read("\(place.path)/\(name)", limit: Self.largestIndex)
    }

    /// Where another repository's point is here.
    func place(as other: PointPlace) -> PointPlace {
        var place = other
        place.path = "\(vms)/\(PointPlace.folder(vm: other.vm, uuid: other.uuid))/\(other.time)"
        return place
    }
}
