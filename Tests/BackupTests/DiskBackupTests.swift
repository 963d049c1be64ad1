import Estate
import Foundation
import ImageStores
import TestFiles
import Testing

@testable import Backup

@Suite struct DiskBackupTests {
    private let scratch: Scratch
    private let store: ChunkStore
    private static let chunk = 4096

    init() throws {
        scratch = try Scratch()
        store = ChunkStore(path: scratch.path + "/chunks.castr")
    }

    private func backUp(
        _ reader: MemoryReader, since earlier: ChunkIndex? = nil
    ) async throws -> (index: ChunkIndex, figures: DiskBackup.Figures) {
        var request = DiskBackup.Request(title: "test vda")
        request.chunkBytes = Self.chunk
        request.earlier = earlier
        return try await DiskBackup(request, from: reader, to: store).run()
    }

    private func restored(_ index: ChunkIndex) async throws -> [UInt8] {
        let folder = scratch.path + "/restored"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let sr = try DirectoryImageStore(path: folder)
        let image = try await sr.create(UUID().uuidString, bytes: index.diskBytes)
        let work = try DiskRestore(index, from: store, title: "test")
        try await work.write(to: image, isNew: true)
        try await work.prove(image)
        let bytes = try await image.read(at: 0, count: Int(index.diskBytes))
        try await image.close()
        return bytes
    }

    /// A file, some of it zeros, whose end is no whole chunk.
    private let disk = noise(30_000, seed: 7) + [UInt8](repeating: 0, count: 20_000) + noise(5_001, seed: 8)

    @Test func `what is backed up comes back byte for byte`() async throws {
        let (index, figures) = try await backUp(MemoryReader(disk))
        #expect(try await restored(index) == disk)
        #expect(figures.zeroChunks == 4)
        #expect(figures.readBytes == UInt64(disk.count))
    }

    @Test func `holes are not read, and come back as zeros`() async throws {
        let reader = MemoryReader(disk, used: [0..<30_000, 50_000..<55_001])
        let (index, figures) = try await backUp(reader)
        #expect(reader.readBytes < 44_000)
        #expect(figures.readBytes == UInt64(reader.readBytes))
        #expect(try await restored(index) == disk)
    }

    @Test func `an empty disk is one chunk in the store, and none is read`() async throws {
        let reader = MemoryReader([UInt8](repeating: 0, count: 1 << 20), used: [])
        let (index, figures) = try await backUp(reader)
        #expect(figures.newChunks == 1 && reader.readBytes == 0 && index.chunks.count == 256)
        #expect(try await restored(index) == reader.content)
    }

    @Test func `a second point stores only the chunk that changed`() async throws {
        _ = try await backUp(MemoryReader(disk))
        var later = disk
        later[10_000] ^= 1
        let (index, figures) = try await backUp(MemoryReader(later))
        #expect(figures.newChunks == 1)
        #expect(try await restored(index) == later)
    }

    @Test func `with a bitmap only what was written is read`() async throws {
        let first = try await backUp(MemoryReader(disk)).index
        var later = disk
        later[10_000] ^= 1
        let reader = MemoryReader(later, changed: [9_000..<11_000])
        let (index, figures) = try await backUp(reader, since: first)
        #expect(reader.readBytes == Self.chunk)
        #expect(figures.newChunks == 1)
        #expect(try await restored(index) == later)
    }

    @Test func `a bitmap is not believed for a chunk that the store has lost`() async throws {
        let first = try await backUp(MemoryReader(disk)).index
        try FileManager.default.removeItem(atPath: store.file(of: first.chunks[1]))
        let reader = MemoryReader(disk, changed: [])
        let (index, figures) = try await backUp(reader, since: first)
        #expect(reader.readBytes == Self.chunk && figures.newChunks == 1)
        #expect(try await restored(index) == disk)
    }

    @Test func `a disk of another size than before is read whole, whatever its bitmap says`() async throws {
        let first = try await backUp(MemoryReader(disk)).index
        let reader = MemoryReader(disk + noise(4096, seed: 9), changed: [])
        _ = try await backUp(reader, since: first)
        #expect(reader.readBytes == reader.content.count)
    }

    @Test func `a flipped byte in the store is named, and does not come out as data`() async throws {
        let (index, _) = try await backUp(MemoryReader(disk))
        let file = store.file(of: index.chunks[2])
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        bytes[bytes.count / 2] ^= 0x10
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        var seen: Set<ChunkID> = []
        let damages = try await DiskVerification.damages(of: index, in: store, seen: &seen, title: "test")
        #expect(damages.map(\.path) == [file])
        #expect(seen.count == Set(index.chunks).count - 1)
        await #expect(throws: Failure.self) { _ = try await restored(index) }
    }

    @Test func `a chunk under another one's name is found`() async throws {
        let (index, _) = try await backUp(MemoryReader(disk))
        let (one, other) = (store.file(of: index.chunks[0]), store.file(of: index.chunks[1]))
        try FileManager.default.removeItem(atPath: one)
        try FileManager.default.copyItem(atPath: other, toPath: one)
        var seen: Set<ChunkID> = []
        #expect(try await DiskVerification.damages(of: index, in: store, seen: &seen, title: "").map(\.path) == [one])
    }

    @Test func `an empty file of a chunk's name is no chunk, and is written again`() async throws {
        let (index, _) = try await backUp(MemoryReader(disk))
        try Data().write(to: URL(fileURLWithPath: store.file(of: index.chunks[0])))
        let figures = try await backUp(MemoryReader(disk)).figures
        #expect(figures.newChunks == 1)
        #expect(try await restored(index) == disk)
    }

    @Test func `a frame that promises gigabytes is refused`() throws {
        let bomb = try ChunkID(of: [1])
        let frame = try store.write([UInt8](repeating: 0, count: 4 << 20), as: bomb)
        #expect(frame < 4096)
        #expect(throws: ChunkStore.Damage.self) { try store.read(bomb, count: Self.chunk) }
    }
}
