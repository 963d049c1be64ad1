internal import BlockExport
package import ImageStores

/// What was copied since the last checkpoint: `NAME.journal` beside the image, one record of 32 bytes a chunk.
///
/// ```
/// chunk number 8 · digest 16 · bytes sent 4 · CRC-32 of the 28 bytes before 4        all big-endian
/// ```
/// Records are not synced: after a kill they are all there, after a power cut perhaps not, or without their data. So each
/// is only a hint, believed when the target holds what it says. Reading stops at the first torn record.
package actor CopyJournal {
    struct Record: Sendable, Hashable {
        var index: Int
        var digest: ChunkDigest
        var sentBytes: Int
    }

    private static let recordBytes = 32
    private let store: any ImageStore
    private let name: String
    private var file: (any ImageFile)?
    private var end: UInt64 = 0

    package init(of image: String, in store: any ImageStore) {
        self.store = store
        name = image + ".journal"
    }

    /// What an earlier run left; nothing where there is no journal.
    func records() async throws -> [Record] {
        let file = try await opened()
        let bytes = try await file.read(at: 0, count: Int(try await file.size()))
        var records: [Record] = []
        for at in stride(from: 0, through: bytes.count - Self.recordBytes, by: Self.recordBytes) {
            guard let record = Self.decode(Array(bytes[at..<(at + Self.recordBytes)])) else { break }
            records.append(record)
        }
        end = UInt64(records.count * Self.recordBytes)
        return records
    }

    func append(_ records: [Record]) async throws {
        let file = try await opened()
        let bytes = records.flatMap { Self.encode($0) }
        let place = end
        end += UInt64(bytes.count)
        try await file.write(bytes, at: place)
    }

    /// Empties it: a checkpoint has all that it said.
    func restart() async throws {
        end = 0
        try await opened().truncate(to: 0)
    }

    package func remove() async throws {
        try await file?.close()
        file = nil
        try await store.remove(name)
    }

    private func opened() async throws -> any ImageFile {
        if let file { return file }
        let made =
            try await store.exists(name)
            ? await store.open(name, writing: true) : await store.create(name, bytes: 0)
        file = made
        return made
    }

    private static func encode(_ record: Record) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: recordBytes)
        bytes.putBig(UInt64(record.index), at: 0)
        bytes.putBig(record.digest.high, at: 8)
        bytes.putBig(record.digest.low, at: 16)
        bytes.putBig(UInt32(record.sentBytes), at: 24)
        bytes.putBig(CRC32.of(Array(bytes.prefix(28))), at: 28)
        return bytes
    }

    private static func decode(_ bytes: [UInt8]) -> Record? {
        guard bytes.big(UInt32.self, at: 28) == CRC32.of(Array(bytes.prefix(28))) else { return nil }
        let digest = ChunkDigest(high: bytes.big(UInt64.self, at: 8), low: bytes.big(UInt64.self, at: 16))
        guard let index = Int(exactly: bytes.big(UInt64.self, at: 0)), digest != .unknown else { return nil }
        return Record(index: index, digest: digest, sentBytes: Int(bytes.big(UInt32.self, at: 24)))
    }
}
