internal import BlockExport

/// Moves one chunk from source to target.
struct ChunkMover: Sendable {
    let source: any DiskSource
    let target: any ImageFile
    let plan: ChunkPlan

    /// What the target holds at a chunk before it is written.
    enum Before: Sendable {
        /// Zeros for certain: only data is written, and the file stays sparse.
        case zeros
        /// Something, or nobody knows.
        case anything
    }

    struct Moved: Sendable {
        var index: Int
        var digest: ChunkDigest
        var sentBytes: Int
    }

    /// Zeros are left out in pieces of this size.
    private static let granule = 64 << 10

    @concurrent
    func move(_ index: Int, before: Before) async throws -> Moved {
        let range = plan.range(index)
        let data = try await source.read(range)
        let digest = ChunkDigest(of: data.bytes)
        if digest == .zeros {
            if before == .anything { try await clear(index) }
        } else if before == .zeros {
            let runs = data.bytes.withUnsafeBytes { Bytes.dataRuns($0, granule: Self.granule) }
            for run in runs {
                try await target.write(data.bytes, range: run, at: range.lowerBound + UInt64(run.lowerBound))
            }
        } else {
            try await target.write(data.bytes, at: range.lowerBound)
        }
        return Moved(index: index, digest: digest, sentBytes: data.sentBytes)
    }

    /// Makes a chunk of the target read as zeros, without writing where it does already.
    @concurrent
    func clear(_ index: Int) async throws {
        let range = plan.range(index)
        let there = try await target.read(at: range.lowerBound, count: range.count)
        if ChunkDigest(of: there) != .zeros { try await target.zero(range) }
    }
}
