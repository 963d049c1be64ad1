import Backup
import Estate
import Foundation
import ImageStores
import Shell
import Testing

private let hasCasync = FileManager.default.isExecutableFile(atPath: "/usr/bin/casync")

/// Restore without p2v: Debian's own casync reads what p2v wrote. Needs no root and no lab, only casync.
@Suite(.enabled(if: hasCasync, "casync is not installed: apt-get install casync"))
struct CasyncFlowTests {
    private let folder: String
    private var repository: String { folder + "/repository" }
    private var disk: String { folder + "/disk.raw" }

    init() throws {
        folder = NSTemporaryDirectory() + "p2v-casync-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder + "/repository", withIntermediateDirectories: true)
    }

    private func p2v(_ arguments: String...) async throws -> Output {
        let beside = FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        let program = ProcessInfo.processInfo.environment["P2V_BIN"] ?? beside
        return try await Shell.run(Command([program, "backup"] + arguments))
    }

    /// A sparse disk: noise, a hole, noise, and an end that is no whole chunk.
    private func makeDisk() async throws {
        let script = """
            set -e
            head -c 3500000 /dev/urandom >"$1"
            head -c 700000 /dev/urandom | dd of="$1" bs=1M seek=9 conv=notrunc status=none
            truncate -s 20000512 "$1"
            """
        try await Shell.check(Command(["bash", "-c", script, "bash", disk]))
    }

    /// - Returns: the point's folder.
    private func backUp(day: Double) async throws -> String {
        let store = try BackupRepository(repository, creating: true)
        let uuid = "70327600-0000-4000-8001-000000000001"
        let moment = Moment(seconds: 1.7e9 + day * 86_400)
        let reader = try await ImageReader(
            try await DirectoryImageStore(path: folder).open("disk.raw", writing: false))
        let place = try store.begin(vm: "dns01", uuid: uuid, at: moment)
        let done = try await DiskBackup(.init(title: "dns01 vda"), from: reader, to: store.store).run()
        await reader.close()
        let (name, digest) = try store.write(done.index, of: "vda", at: place)
        let disk = PointManifest.Disk(
            target: "vda", image: disk, format: "raw", bytes: reader.bytes, index: name, indexDigest: digest,
            found: "", figures: done.figures)
        let manifest = PointManifest(
            vm: "dns01", uuid: uuid, pool: "p", host: "a", takenAt: moment, consistency: .off, by: "test",
            disks: [disk])
        try store.complete(manifest, definition: "<domain/>", at: place)
        return place.path
    }

    private func extract(_ point: String, to name: String) async throws -> Output {
        try await Shell.run(
            Command([
                "casync", "extract", "--store=\(repository)/chunks.castr", "\(point)/vda.caibx", "\(folder)/\(name)",
            ]))
    }

    private func isSame(_ one: String, _ other: String) async throws -> Bool {
        try await Shell.run(Command("cmp", one, other)).status == 0
    }

    @Test func `casync restores a full and an increment byte for byte, and p2v does the same`() async throws {
        try await makeDisk()
        let first = try await backUp(day: 0)
        try await Shell.check(Command("cp", "--sparse=always", disk, folder + "/first.raw"))
        let change = "printf changed | dd of=\"$1\" bs=1 seek=9500000 conv=notrunc status=none"
        try await Shell.check(Command(["bash", "-c", change, "bash", disk]))
        let second = try await backUp(day: 1)
        #expect(try await extract(first, to: "casync-1.raw").status == 0)
        #expect(try await extract(second, to: "casync-2.raw").status == 0)
        #expect(try await isSame(folder + "/casync-1.raw", folder + "/first.raw"))
        #expect(try await isSame(folder + "/casync-2.raw", disk))
        let out = folder + "/p2v-2.raw"
        let restored = try await p2v("restore", "dns01", "--from", repository, "--disk", "vda", "-o", out)
        #expect(restored.status == 0, "\(restored.standardError)")
        #expect(try await isSame(out, disk))
        #expect(try await p2v("verify", "--from", repository).status == 0)
        // Nothing is restored over a file that is there.
        let again = try await p2v("restore", "dns01", "--from", repository, "--disk", "vda", "-o", out)
        #expect(again.status == Exit.refused.rawValue)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a flipped byte is refused by casync, and named by p2v`() async throws {
        try await makeDisk()
        let point = try await backUp(day: 0)
        let index = try ChunkIndex(decoding: [UInt8](try Data(contentsOf: URL(fileURLWithPath: point + "/vda.caibx"))))
        let chunk = ChunkStore(path: repository + "/chunks.castr").file(of: index.chunks[1])
        var bytes = try Data(contentsOf: URL(fileURLWithPath: chunk))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: chunk))
        #expect(try await extract(point, to: "casync.raw").status != 0)
        let verified = try await p2v("verify", "--from", repository, "--json")
        #expect(verified.status == Exit.unproved.rawValue)
        #expect(verified.text.contains(chunk))
        let out = folder + "/p2v.raw"
        let restored = try await p2v("restore", "dns01", "--from", repository, "--disk", "vda", "-o", out)
        #expect(restored.status == Exit.unproved.rawValue && restored.standardError.contains(chunk))
        #expect(!FileManager.default.fileExists(atPath: out))
        try FileManager.default.removeItem(atPath: folder)
    }
}
