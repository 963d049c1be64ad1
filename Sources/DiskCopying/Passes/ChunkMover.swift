internal import BlockExport
internal import ImageStores

/// Moves one chunk from source to target.
struct ChunkMover: Sendable {
    let source: PatientRead
    let target: any ImageFile
    let plan: ChunkGrid

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
        var readBytes: Int
        var holes: [Range<UInt64>] = []
    }

    /// Zeros are left out in pieces of this size.
    private static let granule = 64 << 10

    @concurrent
    func move(_ index: Int, before: Before) async throws -> Moved {
        let range = plan.range(index)
        let found = try await source.read(range)
        let data = found.data
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
        return Moved(
            index: index, digest: digest, sentBytes: data.sentBytes, readBytes: range.count, holes: found.holes)
    }

    /// Copies parts of a chunk that the target holds otherwise whole, and reads back what it then holds.
    @concurrent
    func patch(_ index: Int, _ parts: [Range<UInt64>]) async throws -> Moved {
        var moved = Moved(index: index, digest: .unknown, sentBytes: 0, readBytes: 0)
        for part in parts {
            let found = try await source.read(part)
            if found.data.bytes.withUnsafeBytes({ Bytes.areZero($0) }) {
                try await target.zero(part)
            } else {
                try await target.write(found.data.bytes, at: part.lowerBound)
            }
            moved.sentBytes += found.data.sentBytes
            moved.readBytes += part.count
            moved.holes += found.holes
        }
        let range = plan.range(index)
        moved.digest = ChunkDigest(of: try await target.read(at: range.lowerBound, count: range.count))
        return moved
    }

    /// Makes a chunk of the target read as zeros, without writing where it does already.
    @concurrent
    func clear(_ index: Int) async throws {
        let range = plan.range(index)
        let there = try await target.read(at: range.lowerBound, count: range.count)
        if ChunkDigest(of: there) != .zeros { try await target.zero(range) }
    }
}
