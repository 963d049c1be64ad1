internal import Estate
package import ImageStores

/// A disk as it is at the point in time. Reads may overlap.
package protocol BlockReader: Sendable {
    /// Bytes of the disk.
    var bytes: UInt64 { get }
    /// Ranges that may hold something, ascending; all else reads as zeros. Nil where nobody tells: then all of it may.
    func usedRanges() async throws -> [Range<UInt64>]?
    /// Ranges that were written since an earlier point, ascending; nil where nobody knows.
    func changedRanges() async throws -> [Range<UInt64>]?
    func read(_ range: Range<UInt64>) async throws -> [UInt8]
    func close() async
}

extension BlockReader {
    package func changedRanges() async throws -> [Range<UInt64>]? { nil }
}

/// The image of a VM that is off.
package struct ImageReader: BlockReader {
    package let bytes: UInt64
    private let file: any ImageFile

    package init(_ file: any ImageFile) async throws {
        self.file = file
        bytes = try await file.size()
    }

    package func usedRanges() async throws -> [Range<UInt64>]? { try await file.dataRanges() }

    package func read(_ range: Range<UInt64>) async throws -> [UInt8] {
        let read = try await file.read(at: range.lowerBound, count: range.count)
        guard read.count == range.count else {
            throw Failure(
                "read the image", on: file.label, because: "it ends before \(range.upperBound) bytes",
                next: "see what writes to it, and run again")
        }
        return read
    }

    package func close() async { try? await file.close() }
}

/// A disk of which it is known what was written since an earlier point.
package struct ReaderWithChanges: BlockReader {
    private let reader: any BlockReader
    private let changed: [Range<UInt64>]

    package init(_ reader: any BlockReader, changed: [Range<UInt64>]) {
        (self.reader, self.changed) = (reader, changed)
    }

    package var bytes: UInt64 { reader.bytes }
    package func usedRanges() async throws -> [Range<UInt64>]? { try await reader.usedRanges() }
    package func changedRanges() async throws -> [Range<UInt64>]? { changed }
    package func read(_ range: Range<UInt64>) async throws -> [UInt8] { try await reader.read(range) }
    package func close() async { await reader.close() }
}
