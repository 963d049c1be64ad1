internal import ChunkCodec
package import Estate

/// One disk's chunks into the store, and its index.
///
/// ```
/// a hole                           the chunk of zeros, without reading
/// not written since an earlier point (the bitmap says so) and its chunk is there     the earlier id, without reading
/// all else                         read, digested; written where the store has no such chunk
/// ```
package struct DiskBackup: Sendable {
    package struct Request: Sendable {
        /// For progress: `dns01 vda`.
        package var title: String
        package var chunkBytes = Backup.chunkBytes
        /// The index of the point that the reader's changed ranges begin at.
        package var earlier: ChunkIndex?
        /// Chunks under way at once: reading, computing and writing overlap.
        package var atOnce = 4

        package init(title: String) { self.title = title }
    }

    package struct Figures: Sendable, Hashable, Codable {
        package var chunks = 0
        /// Holes and zeros.
        package var zeroChunks = 0
        /// Bytes that were read from the disk.
        package var readBytes: UInt64 = 0
        package var newChunks = 0
        /// Bytes that the new chunks take in the store.
        package var storedBytes: UInt64 = 0
    }

    private let reader: any BlockReader
    private let store: ChunkStore
    private let request: Request
    private let zeros: (full: ChunkID, last: ChunkID)

    package init(_ request: Request, from reader: any BlockReader, to store: ChunkStore) throws {
        (self.request, self.reader, self.store) = (request, reader, store)
        let index = ChunkIndex(diskBytes: reader.bytes, chunkBytes: request.chunkBytes, chunks: [])
        let count = ChunkIndex.count(reader.bytes, chunkBytes: request.chunkBytes)
        let tail = count == 0 ? request.chunkBytes : index.range(of: count - 1).count
        let full = try ChunkID(of: [UInt8](repeating: 0, count: request.chunkBytes))
        zeros = (full, tail == request.chunkBytes ? full : try ChunkID(of: [UInt8](repeating: 0, count: tail)))
    }

    /// Ends when all chunks are on the disk of the repository, with their names.
    package func run(report: ProgressReport = { _ in }) async throws -> (index: ChunkIndex, figures: Figures) {
        let count = ChunkIndex.count(reader.bytes, chunkBytes: request.chunkBytes)
        var index = ChunkIndex(
            diskBytes: reader.bytes, chunkBytes: request.chunkBytes,
            chunks: (0..<count).map { $0 == count - 1 ? zeros.last : zeros.full })
        var figures = Figures()
        figures.chunks = count
        let work = try await plan(&index)
        figures.zeroChunks = count - work.read.count - work.known
        for id in zerosUsed(index, except: Set(work.read)) { try await put(id, zeroCount(id), &figures) }
        var folders: Set<String> = []
        var done = 0
        try await Workers.forEach(work.read, atOnce: request.atOnce) { [index] in
            try await take($0, index.range(of: $0))
        } done: { taken in
            index.chunks[taken.chunk] = taken.id
            figures.add(taken)
            // Also for a chunk that was there: a run that was killed may have named it, and not synced its name.
            folders.insert(store.folder(of: taken.id))
            done += 1
            report(
                StepProgress(
                    "Reading \(request.title)", done: Double(done), total: Double(work.read.count), unit: .items))
        }
        try await sync(folders)
        return (index, figures)
    }

    // MARK: What must be read

    /// Chunks to read; of those that are known from before, the id is put into the index.
    private func plan(_ index: inout ChunkIndex) async throws -> (read: [Int], known: Int) {
        let used = try await reader.usedRanges().map { touched(by: $0, index) }
        let changed = try await unchangedNeedNoLook(index)
        var (read, known): ([Int], Int) = ([], 0)
        for chunk in index.chunks.indices {
            if let changed, !changed[chunk], let earlier = request.earlier {
                let id = earlier.chunks[chunk]
                if id == index.chunks[chunk] { continue }
                // A chunk that is gone from the store is read again.
                if try store.contains(id) {
                    index.chunks[chunk] = id
                    known += 1
                    continue
                }
            }
            if used?[chunk] ?? true { read.append(chunk) }
        }
        return (read, known)
    }

    /// Nil where any doubt is: then all is read.
    private func unchangedNeedNoLook(_ index: ChunkIndex) async throws -> [Bool]? {
        guard let earlier = request.earlier, earlier.diskBytes == index.diskBytes,
            earlier.chunkBytes == index.chunkBytes, earlier.chunks.count == index.chunks.count
        else { return nil }
        return try await reader.changedRanges().map { touched(by: $0, index) }
    }

    private func touched(by ranges: [Range<UInt64>], _ index: ChunkIndex) -> [Bool] {
        var touched = [Bool](repeating: false, count: index.chunks.count)
        let size = UInt64(request.chunkBytes)
        for range in ranges where !range.isEmpty {
            let last = min(Int((range.upperBound - 1) / size), touched.count - 1)
            let first = Int(range.lowerBound / size)
            if first <= last { for chunk in first...last { touched[chunk] = true } }
        }
        return touched
    }

    // MARK: Chunks

    private func take(_ chunk: Int, _ range: Range<UInt64>) async throws -> Taken {
        let bytes = try await reader.read(range)
        return try await Workers.run {
            if ChunkCodec.isZero(bytes) {
                let id = bytes.count == request.chunkBytes ? zeros.full : zeros.last
                // Its chunk was put there before: most disks have holes, and all others pay for one.
                let stored = try store.contains(id) ? nil : store.write(bytes, as: id)
                return Taken(chunk: chunk, id: id, read: bytes.count, stored: stored, isZero: true)
            }
            let id = try ChunkID(of: bytes)
            let stored = try store.contains(id) ? nil : store.write(bytes, as: id)
            return Taken(chunk: chunk, id: id, read: bytes.count, stored: stored, isZero: false)
        }
    }

    struct Taken: Sendable {
        var chunk: Int
        var id: ChunkID
        var read: Int
        /// Bytes in the store; nil for one that was there.
        var stored: Int?
        var isZero: Bool
    }

    private func zerosUsed(_ index: ChunkIndex, except read: Set<Int>) -> Set<ChunkID> {
        let holes = index.chunks.indices.filter { !read.contains($0) }.map { index.chunks[$0] }
        return Set(holes.filter { $0 == zeros.full || $0 == zeros.last })
    }

    private func zeroCount(_ id: ChunkID) -> Int {
        id == zeros.full ? request.chunkBytes : Int(reader.bytes % UInt64(request.chunkBytes))
    }

    private func put(_ id: ChunkID, _ count: Int, _ figures: inout Figures) async throws {
        guard try !store.contains(id) else { return try await sync([store.folder(of: id)]) }
        let bytes = try await Workers.run { try store.write([UInt8](repeating: 0, count: count), as: id) }
        figures.newChunks += 1
        figures.storedBytes += UInt64(bytes)
        try await sync([store.folder(of: id)])
    }

    private func sync(_ folders: Set<String>) async throws {
        try await Workers.run { try store.sync(folders) }
    }
}

extension DiskBackup.Figures {
    fileprivate mutating func add(_ taken: DiskBackup.Taken) {
        readBytes += UInt64(taken.read)
        if taken.isZero { zeroChunks += 1 }
        guard let stored = taken.stored else { return }
        newChunks += 1
        storedBytes += UInt64(stored)
    }
}
