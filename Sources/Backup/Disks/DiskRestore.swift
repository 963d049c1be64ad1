package import Estate
package import ImageStores

/// A disk out of the repository into an image, then read back: each chunk's digest is compared twice, once as it comes out of
/// the store, once as it is in the image.
package struct DiskRestore: Sendable {
    private let index: ChunkIndex
    private let store: ChunkStore
    private let title: String
    private let zero: ChunkID
    private static let atOnce = 4

    package init(_ index: ChunkIndex, from store: ChunkStore, title: String) throws {
        (self.index, self.store, self.title) = (index, store, title)
        zero = try ChunkID(of: [UInt8](repeating: 0, count: index.chunkBytes))
    }

    /// Bytes that will be written to a new image.
    package var neededBytes: UInt64 {
        UInt64(index.chunks.count { $0 != zero }) * UInt64(index.chunkBytes)
    }

    /// - Parameter isNew: the image reads as zeros, so that zeros need not be written.
    package func write(to image: any ImageFile, isNew: Bool, report: ProgressReport = { _ in }) async throws {
        try await each("Writing", report) { chunk in
            let range = index.range(of: chunk)
            if index.chunks[chunk] == zero {
                if !isNew { try await image.zero(range) }
                return
            }
            let bytes = try await Workers.run { try read(chunk) }
            try await image.write(bytes, at: range.lowerBound)
        }
    }

    /// Reads the image back.
    ///
    /// - Throws: ``Failure`` (unproved) where it is not what the index says.
    package func prove(_ image: any ImageFile, report: ProgressReport = { _ in }) async throws {
        try await each("Reading back", report) { chunk in
            let range = index.range(of: chunk)
            let bytes = try await image.read(at: range.lowerBound, count: range.count)
            guard try await Workers.run({ try ChunkID(of: bytes) }) == index.chunks[chunk] else {
                throw Failure(
                    "prove the restored disk", on: image.label,
                    because: "at \(range.lowerBound) it is not what the backup holds",
                    next: "do not use it; look at the SR's disks, and restore again", exit: .unproved)
            }
        }
    }

    private func read(_ chunk: Int) throws -> [UInt8] {
        do { return try store.read(index.chunks[chunk], count: index.range(of: chunk).count) } catch let damage
            as ChunkStore.Damage
        { throw damage.failure }
    }

    private func each(
        _ verb: String, _ report: ProgressReport, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        var done = 0
        try await Workers.forEach(Array(index.chunks.indices), atOnce: Self.atOnce, work) { _ in
            done += 1
            report(
                StepProgress("\(verb) \(title)", done: Double(done), total: Double(index.chunks.count), unit: .items))
        }
    }
}
