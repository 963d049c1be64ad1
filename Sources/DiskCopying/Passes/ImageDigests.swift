internal import BlockExport
internal import Estate
internal import ImageStores

/// Reads an image back and digests it, a few chunks at once. What whoever keeps the image calls a hole is zeros, after a
/// sample of the holes was read: one that holds something makes all of it be read. So is all that lies at the disk's ends.
struct ImageDigests: Sendable {
    let file: any ImageFile
    let plan: ChunkGrid
    /// Where no hole is believed.
    var readsWhole: [Range<UInt64>] = []

    func all(title: String, report: ProgressReport) async throws -> [ChunkDigest] {
        var digests = [ChunkDigest](repeating: .unknown, count: plan.count)
        for index in try await holes() { digests[index] = .zeros }
        let queue = digests.indices.filter { digests[$0] == .unknown }
        var done = plan.bytes - queue.reduce(0) { $0 + UInt64(plan.range($1).count) }
        try await each(queue) { index, digest in
            digests[index] = digest
            done += UInt64(plan.range(index).count)
            report(StepProgress(title, done: Double(done), total: Double(plan.bytes), unit: .bytes))
            return true
        }
        return digests
    }

    /// Reads these chunks, a few at once, and hands each to `take`, in any order, until it answers that it has seen enough.
    private func each(_ queue: [Int], _ take: (Int, ChunkDigest) -> Bool) async throws {
        var next = 0
        try await withThrowingTaskGroup(of: (Int, ChunkDigest).self) { group in
            func start() {
                guard next < queue.count else { return }
                let index = queue[next]
                next += 1
                group.addTask { (index, try await one(index)) }
            }
            for _ in 0..<4 { start() }
            while let (index, digest) = try await group.next() {
                try Task.checkCancellation()
                if take(index, digest) { start() } else { next = queue.count }
            }
        }
    }

    /// Chunks that are holes, ascending; none where nobody tells, or where a sample of them is no hole.
    func holes() async throws -> [Int] {
        guard let data = try await file.dataRanges() else { return [] }
        let size = try await file.size()
        var isHole = [Bool](repeating: true, count: plan.count)
        for index in plan.touched(by: data) { isHole[index] = false }
        for range in readsWhole { for index in plan.touched(by: [range]) { isHole[index] = false } }
        let holes = isHole.indices.filter { isHole[$0] && plan.range($0).upperBound <= size }
        var random = SystemRandomNumberGenerator()
        var areZeros = true
        try await each(HoleSample.of(holes, using: &random)) { _, digest in
            areZeros = areZeros && digest == .zeros
            return areZeros
        }
        return areZeros ? holes : []
    }

    /// A chunk that is cut short by the end of the file has no digest.
    @concurrent
    func one(_ index: Int) async throws -> ChunkDigest {
        let range = plan.range(index)
        let bytes = try await file.read(at: range.lowerBound, count: range.count)
        return bytes.count == range.count ? ChunkDigest(of: bytes) : .unknown
    }
}
