import Estate
import Foundation
import TestFiles
import Testing

@testable import Backup

@Suite struct BackupRepositoryTests {
    private let scratch: Scratch
    private let repository: BackupRepository
    private static let uuid = "70327600-0000-4000-8001-000000000001"

    init() throws {
        scratch = try Scratch()
        repository = try BackupRepository(scratch.path, creating: true)
    }

    /// A point of one disk with this content, so many days after 2026-11-01.
    @discardableResult
    private func point(_ content: [UInt8], day: Double, isFinished: Bool = true) async throws -> PointPlace {
        let moment = Moment(seconds: (try #require(Moment(iso: "2026-11-01T01:00:00Z"))).seconds + day * 86_400)
        let place = try repository.begin(vm: "dns-01", uuid: Self.uuid, at: moment)
        var request = DiskBackup.Request(title: "")
        request.chunkBytes = 4096
        let done = try await DiskBackup(request, from: MemoryReader(content), to: repository.store).run()
        let (name, digest) = try repository.write(done.index, of: "vda", at: place)
        let disk = PointManifest.Disk(
            target: "vda", image: "nfs://nfs1/sr/dns-01.raw", format: "raw", bytes: UInt64(content.count), index: name,
            indexDigest: digest, found: "", figures: done.figures)
        let manifest = PointManifest(
            vm: "dns-01", uuid: Self.uuid, pool: "p", host: "a", takenAt: moment, consistency: .off, by: "anna",
            disks: [disk])
        if isFinished { try repository.complete(manifest, definition: "<domain/>", at: place) }
        return place
    }

    private func chunks() throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: repository.store.path).count { $0.hasSuffix(".cacnk") }
    }

    @Test func `a point is there once its manifest is, and is read back as it was written`() async throws {
        let place = try await point(noise(8192, seed: 1), day: 1)
        try await point(noise(8192, seed: 2), day: 2, isFinished: false)
        let entries = try BackupRepository(scratch.path).entries()
        #expect(entries.map(\.place.vm) == ["dns-01", "dns-01"])
        #expect(entries.map { $0.manifest != nil } == [true, false])
        let manifest = try #require(entries[0].manifest?.value)
        #expect(try repository.index(of: manifest.disks[0], at: place).chunks.count == 2)
        #expect(try repository.definition(at: place) == "<domain/>")
    }

    @Test func `a manifest that names files elsewhere is not read`() async throws {
        let place = try await point(noise(4096, seed: 1), day: 1)
        let file = "\(place.path)/\(PointPlace.manifest)"
        let text = try String(contentsOfFile: file, encoding: .utf8).replacing("vda.caibx", with: "../../x")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        #expect(try repository.entries()[0].manifest?.reason != nil)
    }

    @Test func `an index that another one took the place of is found`() async throws {
        let place = try await point(noise(4096, seed: 1), day: 1)
        let other = try await point(noise(4096, seed: 2), day: 2)
        let manifest = try #require(try repository.entries()[0].manifest?.value)
        try FileManager.default.removeItem(atPath: "\(place.path)/vda.caibx")
        try FileManager.default.copyItem(atPath: "\(other.path)/vda.caibx", toPath: "\(place.path)/vda.caibx")
        #expect(throws: Failure.self) { try repository.index(of: manifest.disks[0], at: place) }
    }

    @Test func `a folder with other files is no place for a repository, and a missing one is not made`() throws {
        let other = try Scratch()
        _ = try other.file("letter.txt", [1])
        #expect(throws: Failure.self) { try BackupRepository(other.path, creating: true) }
        #expect(throws: Failure.self) { try BackupRepository(other.path + "/missing", creating: true) }
        #expect(throws: Failure.self) { try BackupRepository("nfs://nfs1/backup", creating: true) }
        #expect(throws: Failure.self) { try BackupRepository(other.path) }
    }

    // MARK: Prune

    private func prune(_ retention: Retention, isTrial: Bool = false) throws -> Pruning.Result {
        try Pruning(repository, keeping: retention, isTrial: isTrial).run()
    }

    @Test func `pruned points go with the chunks that only they need`() async throws {
        let shared = noise(8192, seed: 1)
        try await point(shared + noise(4096, seed: 2), day: 1)
        try await point(shared + noise(4096, seed: 3), day: 2)
        #expect(try chunks() == 4)
        let trial = try prune(Retention(last: 1), isTrial: true)
        #expect(trial.removedPoints == 1 && trial.removedChunks == 1 && trial.keptChunks == 3)
        #expect(try chunks() == 4 && repository.entries().count == 2)
        #expect(try prune(Retention(last: 1)) == trial)
        #expect(try chunks() == 3 && repository.entries().count == 1)
    }

    @Test func `an unfinished point and half written chunks go as well`() async throws {
        try await point(noise(4096, seed: 1), day: 1)
        try await point(noise(4096, seed: 2), day: 2, isFinished: false)
        let folder = try #require(try FileManager.default.contentsOfDirectory(atPath: repository.store.path).first)
        try Data([1]).write(to: URL(fileURLWithPath: "\(repository.store.path)/\(folder)/.p2v-x"))
        try Data([1]).write(to: URL(fileURLWithPath: "\(repository.store.path)/\(folder)/notes.txt"))
        #expect(try prune(Retention(last: 5)).removedChunks == 2)
        #expect(try chunks() == 1)
        #expect(FileManager.default.fileExists(atPath: "\(repository.store.path)/\(folder)/notes.txt"))
    }

    @Test(arguments: ["manifest.json", "vda.caibx"])
    func `what cannot be read stops the prune before anything is removed`(name: String) async throws {
        let place = try await point(noise(4096, seed: 1), day: 3)
        try await point(noise(4096, seed: 2), day: 1)
        try Data("torn".utf8).write(to: URL(fileURLWithPath: "\(place.path)/\(name)"))
        #expect(throws: Failure.self) { try prune(Retention(last: 1)) }
        #expect(try chunks() == 2 && repository.entries().count == 2)
    }

    @Test func `chunks that an index of somebody else's names stay`() async throws {
        let place = try await point(noise(4096, seed: 1), day: 1)
        let kept = try #require(try repository.entries()[0].manifest?.value)
        try await point(noise(4096, seed: 2), day: 2)
        let index = try repository.index(of: kept.disks[0], at: place)
        try Data(index.encoded).write(to: URL(fileURLWithPath: "\(scratch.path)/mine.caibx"))
        #expect(try prune(Retention(last: 1)).removedChunks == 0)
        #expect(try chunks() == 2)
    }

    @Test func `a prune that would keep nothing is refused`() throws {
        #expect(throws: Failure.self) { try prune(Retention()) }
    }
}
