internal import BlockExport
internal import Estate

/// Reads a chunk of a disk that may be damaged: again, then in pieces, then sector by sector.
struct PatientRead: Sendable {
    let source: any DiskSource
    /// What cannot be read is left as zeros and named; otherwise it ends the copy.
    let allowHoles: Bool

    private static let tries = 3
    /// Sizes of the pieces in which a range is tried.
    private static let pieces: [UInt64] = [64 << 10, 4096]

    struct Found: Sendable {
        var data: SourceData
        /// What could not be read, ascending; zeros in `data`.
        var holes: [Range<UInt64>] = []
    }

    func read(_ range: Range<UInt64>) async throws -> Found {
        do { return Found(data: try await again(range)) } catch let bad as UnreadableRange {
            return try await inPieces(range, Self.pieces[...], bad.because)
        }
    }

    private func again(_ range: Range<UInt64>) async throws -> SourceData {
        var attempt = 1
        while true {
            do { return try await source.read(range) } catch let bad as UnreadableRange {
                guard attempt < Self.tries else { throw bad }
                attempt += 1
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func inPieces(
        _ range: Range<UInt64>, _ sizes: ArraySlice<UInt64>, _ because: String
    ) async throws -> Found {
        guard let size = sizes.first else {
            guard allowHoles else { throw failure(range, because) }
            let zeros = [UInt8](repeating: 0, count: range.count)
            return Found(data: SourceData(bytes: zeros, sentBytes: 0), holes: [range])
        }
        var found = Found(data: SourceData(bytes: [], sentBytes: 0))
        var at = range.lowerBound
        while at < range.upperBound {
            let piece = at..<min(at + size, range.upperBound)
            let part: Found
            do { part = Found(data: try await again(piece)) } catch let bad as UnreadableRange {
                part = try await inPieces(piece, sizes.dropFirst(), bad.because)
            }
            found.data.bytes += part.data.bytes
            found.data.sentBytes += part.data.sentBytes
            found.holes += part.holes
            at = piece.upperBound
        }
        return found
    }

    private func failure(_ range: Range<UInt64>, _ because: String) -> Failure {
        Failure(
            "read the disk", on: source.identity.name,
            because:
                "bytes \(range.lowerBound) to \(range.upperBound) cannot be read after \(Self.tries) tries: \(because)",
            next: "replace the disk or copy from a backup; with --allow-holes such places become zeros and are listed")
    }
}
