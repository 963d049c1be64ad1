import Estate
import Foundation
import TestFiles
import Testing

@testable import Backup

@Suite struct PointCopyTests {
    private let scratch: Scratch
    private let (one, other): (BackupRepository, BackupRepository)
    private static let uuid = "70327600-0000-4000-8001-000000000001"
    private let content = noise(30_000, seed: 5)

    init() throws {
        scratch = try Scratch()
        for name in ["one", "other"] {
            try FileManager.default.createDirectory(
                atPath: "\(scratch.path)/\(name)", withIntermediateDirectories: true)
        }
        one = try BackupRepository(scratch.path + "/one", creating: true)
        other = try BackupRepository(scratch.path + "/other", creating: true)
    }

    @discardableResult
    private func point(_ content: [UInt8], second: Double) async throws -> PointPlace {
        let moment = Moment(seconds: 1.7e9 + second)
        let place = try one.begin(vm: "dns01", uuid: Self.uuid, at: moment)
        var request = DiskBackup.Request(title: "")
        request.chunkBytes = 4096
        let done = try await DiskBackup(request, from: MemoryReader(content), to: one.store).run()
        let (name, digest) = try one.write(done.index, of: "vda", at: place)
        let disk = PointManifest.Disk(
            target: "vda", image: "", format: "raw", bytes: UInt64(content.count), index: name, indexDigest: digest,
            found: "", figures: done.figures)
        let manifest = PointManifest(
            vm: "dns01", uuid: Self.uuid, pool: "p", host: "a", takenAt: moment, consistency: .off, by: "anna",
            disks: [disk])
        try one.complete(manifest, definition: "<domain/>", at: place)
        return place
    }

    private func copied() async throws -> [PointCopy.Figures?] {
        var figures: [PointCopy.Figures?] = []
        for entry in try one.entries() {
            figures.append(
                try await PointCopy(from: one, to: other).run(entry, try #require(entry.manifest?.value)))
        }
        return figures
    }

    private func same(_ name: String, _ place: PointPlace) throws -> Bool {
        let copy = other.path + place.path.dropFirst(one.path.count)
        return FileManager.default.contentsEqual(atPath: "\(place.path)/\(name)", andPath: "\(copy)/\(name)")
    }

    @Test func `a copy is the same byte for byte, and only what is missing is copied`() async throws {
        let first = try await point(content, second: 0)
        #expect(try await copied()[0]?.newChunks == 8)
        var later = content
        later[9000] ^= 1
        let second = try await point(later, second: 1)
        let figures = try await copied()
        #expect(figures[0] == nil && figures[1]?.newChunks == 1)
        for place in [first, second] {
            for name in ["manifest.json", "domain.xml", "vda.caibx"] { #expect(try same(name, place)) }
        }
        let entry = try #require(try other.entries().last)
        let manifest = try #require(entry.manifest?.value)
        var seen: Set<ChunkID> = []
        let index = try other.index(of: manifest.disks[0], at: entry.place)
        let damages = try await DiskVerification.damages(of: index, in: other.store, seen: &seen, title: "")
        #expect(damages.isEmpty && seen.count == 8)
    }

    @Test func `a damaged chunk is named, and makes no point there`() async throws {
        let place = try await point(content, second: 0)
        let index = try one.index(of: try #require(try one.entries()[0].manifest?.value).disks[0], at: place)
        let file = one.store.file(of: index.chunks[3])
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let failure = await #expect(throws: Failure.self) { try await copied() }
        #expect(failure?.subject == file)
        #expect(try other.entries().allSatisfy { $0.manifest == nil })
        #expect(try !other.store.contains(index.chunks[3]))
    }

    @Test func `a copy that was cut goes on`() async throws {
        let place = try await point(content, second: 0)
        let there = other.path + place.path.dropFirst(one.path.count)
        try FileManager.default.createDirectory(atPath: there, withIntermediateDirectories: true)
        try Data([1, 2]).write(to: URL(fileURLWithPath: there + "/vda.caibx"))
        #expect(try await copied()[0]?.newChunks == 8)
        #expect(try same("vda.caibx", place))
    }

    @Test func `one folder by two names is refused, and one in the other`() throws {
        let link = scratch.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: one.path)
        #expect(throws: Failure.self) { try PointCopy.proveApart(one, try BackupRepository(link)) }
        try FileManager.default.createDirectory(atPath: one.path + "/in", withIntermediateDirectories: true)
        let inner = try BackupRepository(one.path + "/in", creating: true)
        #expect(throws: Failure.self) { try PointCopy.proveApart(one, inner) }
        try PointCopy.proveApart(one, other)
    }
}
