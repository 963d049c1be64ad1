/// An open file on an SR. Calls may overlap.
package protocol ImageFile: Sendable {
    /// Name on the SR, and where that is, for messages: `dns01-sda.raw.part on nfs://nfs1/sr`.
    var label: String { get }
    func size() async throws -> UInt64
    /// Exactly `count` bytes; past the end of the file they are missing.
    func read(at offset: UInt64, count: Int) async throws -> [UInt8]
    /// Writes the part `range` of `bytes` at `offset` of the file.
    func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws
    /// Makes a range read as zeros.
    func zero(_ range: Range<UInt64>) async throws
    func truncate(to bytes: UInt64) async throws
    /// Returns when all that was written is on the disk of whoever stores it.
    func sync() async throws
    /// Syncs, and writes what makes the file a whole image of its format. Called once, before it gets its name.
    func finish() async throws
    func close() async throws
    /// Ranges that may hold something, ascending, as whoever keeps the file tells it now; all else of it reads as zeros.
    /// Nil where nobody tells.
    func dataRanges() async throws -> [Range<UInt64>]?
}

extension ImageFile {
    package func finish() async throws { try await sync() }
    package func dataRanges() async throws -> [Range<UInt64>]? { nil }

    package func write(_ bytes: [UInt8], at offset: UInt64) async throws {
        try await write(bytes, range: 0..<bytes.count, at: offset)
    }
}
