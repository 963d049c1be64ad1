package import BlockExport
package import DiskCopying
internal import Synchronization

/// A disk of the source in memory, without a trace of writes: every pass compares digests.
package final class MemoryDisk: DiskSource {
    package let identity: SourceIdentity
    private let state: Mutex<[UInt8]>
    private let writes = Mutex(0)

    package init(bytes: Int) {
        identity = SourceIdentity(name: "memory", bytes: UInt64(bytes))
        var content: [UInt8] = []
        for sector in 0..<bytes / 512 {
            content += [UInt8](repeating: UInt8(truncatingIfNeeded: sector &* 7 &+ 1), count: 512)
        }
        state = Mutex(content)
    }

    package var bytes: [UInt8] { state.withLock { $0 } }

    package func write(_ byte: UInt8, at offset: Int) {
        state.withLock { $0[offset] = byte }
        writes.withLock { $0 += 1 }
    }

    package func usedRanges() async throws -> [Range<UInt64>] { [0..<identity.bytes] }

    package func read(_ range: Range<UInt64>) async throws -> SourceData {
        let part = state.withLock { Array($0[Int(range.lowerBound)..<Int(range.upperBound)]) }
        return SourceData(bytes: part, sentBytes: part.count)
    }

    package func digests(chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void)
        async throws
    {
        for index in 0..<((Int(identity.bytes) + chunkBytes - 1) / chunkBytes) {
            let start = UInt64(index * chunkBytes)
            try await each(index, try await digest(of: start..<min(start + UInt64(chunkBytes), identity.bytes)))
        }
    }

    package func refresh() async throws {}
    package func writeMark() async throws -> String? { "\(writes.withLock { $0 })" }
    package func close() async {}
}
