internal import Glibc
internal import Synchronization

/// Digests of all chunks of a disk, printed as they are ready.
///
/// ```
/// 17 3f0c…d2        chunk 17 (bytes 17 × chunk …) has this digest
/// end 4096          all is said; the disk has 4096 chunks. A chunk that was not named holds zeros
/// ```
struct DigestRun: Sendable {
    let view: DiskView
    let chunkBytes: Int
    let range: Range<UInt64>?

    func run(channel: Channel, workers: Int) throws(ExportError) {
        let chunks = (view.size + UInt64(chunkBytes) - 1) / UInt64(chunkBytes)
        let next = Atomic<UInt64>(range?.lowerBound ?? 0)
        let end = min(chunks, range?.upperBound ?? chunks)
        let failure = Mutex<ExportError?>(nil)
        let output = Mutex(channel)
        let (view, chunkBytes) = (view, chunkBytes)
        Workers.run(workers) {
            let buffer = AlignedBuffer(count: chunkBytes + 2 * AlignedBuffer.alignment)
            do throws(ExportError) {
                while failure.withLock({ $0 == nil }) {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < end else { return }
                    let start = index * UInt64(chunkBytes)
                    let (bytes, used) = try view.read(
                        start..<min(start + UInt64(chunkBytes), view.size), buffer: buffer.bytes)
                    guard used else { continue }
                    let digest = ChunkDigest(of: UnsafeRawBufferPointer(bytes))
                    if digest != .zeros {
                        try output.withLock { channel throws(ExportError) in
                            try channel.write(text: "\(index) \(digest)\n")
                        }
                    }
                }
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        try channel.write(text: "end \(chunks)\n")
    }
}
