import Backup
import Estate
import Synchronization

/// A disk in memory that counts what is read of it.
final class MemoryReader: BlockReader {
    let content: [UInt8]
    let used: [Range<UInt64>]?
    let changed: [Range<UInt64>]?
    private let counted = Mutex(0)

    init(_ content: [UInt8], used: [Range<UInt64>]? = nil, changed: [Range<UInt64>]? = nil) {
        (self.content, self.used, self.changed) = (content, used, changed)
    }

    var bytes: UInt64 { UInt64(content.count) }
    var readBytes: Int { counted.withLock(\.self) }
    func usedRanges() async throws -> [Range<UInt64>]? { used }
    func changedRanges() async throws -> [Range<UInt64>]? { changed }
    func close() async {}

    func read(_ range: Range<UInt64>) async throws -> [UInt8] {
        counted.withLock { $0 += range.count }
        return Array(content[Int(range.lowerBound)..<Int(range.upperBound)])
    }
}
