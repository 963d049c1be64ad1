internal import BlockExport
internal import Estate
internal import ImageStores

/// Reads an image back and digests it, a few chunks at once.
struct ImageDigests: Sendable {
    let file: any ImageFile
    let plan: ChunkGrid

    func all(title: String, report: ProgressReport) async throws -> [ChunkDigest] {
        var digests = [ChunkDigest](repeating: .unknown, count: plan.count)
        var next = 0
        var done: UInt64 = 0
        try await withThrowingTaskGroup(of: (Int, ChunkDigest).self) { group in
            func start() {
                guard next < plan.count else { return }
                let index = next
                next += 1
                group.addTask { (index, try await one(index)) }
            }
            for _ in 0..<4 { start() }
            while let (index, digest) = try await group.next() {
                try Task.checkCancellation()
                digests[index] = digest
                done += UInt64(plan.range(index).count)
                report(StepProgress(title, done: Double(done), total: Double(plan.bytes), unit: .bytes))
                start()
            }
        }
        return digests
    }

    /// A chunk that is cut short by the end of the file has no digest.
    @concurrent
    func one(_ index: Int) async throws -> ChunkDigest {
        let range = plan.range(index)
        let bytes = try await file.read(at: range.lowerBound, count: range.count)
        return bytes.count == range.count ? ChunkDigest(of: bytes) : .unknown
    }
}
