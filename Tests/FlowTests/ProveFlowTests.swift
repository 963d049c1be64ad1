import Backup
import Estate
import Foundation
import ImageStores
import Shell
import Testing

private let hasQEMU = FileManager.default.isExecutableFile(atPath: "/usr/bin/qemu-system-x86_64")

/// Points are started from the repository by real QEMU. The guest is a boot sector that says `login:` on its serial port, so that
/// a start takes seconds. Needs no root and no lab.
@Suite(.serialized, .enabled(if: hasQEMU, "qemu-system-x86 is not installed"))
struct ProveFlowTests {
    private let folder: String
    private var repository: String { folder + "/repository" }
    private static let uuid = "70327600-0000-4000-8003-000000000001"

    init() throws {
        folder = NSTemporaryDirectory() + "p2v-prove-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder + "/repository", withIntermediateDirectories: true)
    }

    private func p2v(_ arguments: String...) async throws -> Output {
        let beside = FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        let program = ProcessInfo.processInfo.environment["P2V_BIN"] ?? beside
        return try await Shell.run(
            Command([program, "backup"] + arguments + ["--store", folder + "/store", "--pool", folder + "/none"]))
    }

    /// Prints words on the first serial port, and halts.
    private static let sector: [UInt8] = {
        let code: [UInt8] = [
            0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0xbe, 0x16, 0x7c, 0xba, 0xf8, 0x03, 0xac, 0x84, 0xc0, 0x74, 0x03, 0xee, 0xeb,
            0xf8, 0xf4, 0xeb, 0xfd,
        ]
        let words = code + Array("tiny login: \r\n".utf8)
        return words + [UInt8](repeating: 0, count: 510 - words.count) + [0x55, 0xaa]
    }()

    private static let definition = """
        <domain type='kvm'><name>tiny</name><uuid>\(uuid)</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
        <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/x'/><target dev='vda' bus='virtio'/></disk>
        <interface type='bridge'><mac address='52:54:00:64:00:09'/><source bridge='br0'/></interface></devices></domain>
        """

    private struct Made {
        var time: String
        var index: ChunkIndex
    }

    /// A point of a disk of 40 MiB, some days after the first.
    private func backUp(boots: Bool, day: Double) async throws -> Made {
        var disk = Data(boots ? Self.sector : [UInt8](repeating: 0, count: 512))
        disk.append(Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
        disk.append(Data(count: (40 << 20) - disk.count))
        try disk.write(to: URL(fileURLWithPath: folder + "/disk.raw"))
        return try await point(day: day)
    }

    /// Of `disk.raw`.
    private func point(day: Double) async throws -> Made {
        let store = try BackupRepository(repository, creating: true)
        let moment = Moment(seconds: 1.7e9 + day * 86_400)
        let reader = try await ImageReader(
            try await DirectoryImageStore(path: folder).open("disk.raw", writing: false))
        let place = try store.begin(vm: "tiny", uuid: Self.uuid, at: moment)
        let done = try await DiskBackup(.init(title: "tiny vda"), from: reader, to: store.store).run()
        await reader.close()
        let (name, digest) = try store.write(done.index, of: "vda", at: place)
        let known = PointManifest.Disk(
            target: "vda", image: "/x", format: "raw", bytes: reader.bytes, index: name, indexDigest: digest, found: "",
            figures: done.figures)
        try store.complete(
            PointManifest(
                vm: "tiny", uuid: Self.uuid, pool: "p", host: "a", takenAt: moment, consistency: .off, by: "test",
                disks: [known]), definition: Self.definition, at: place)
        return Made(time: place.time, index: done.index)
    }

    @Test func `a point that starts is proved, and the list says so`() async throws {
        let made = try await backUp(boots: true, day: 0)
        let list = try await p2v("list", "--from", repository)
        #expect(list.text.contains("never tried"))
        let trial = try await p2v("prove", "--from", repository, "--share", "1", "--dry-run")
        #expect(trial.status == Exit.changesPending.rawValue && trial.text.contains("would start tiny"))
        let proved = try await p2v("prove", "--from", repository, "--share", "0.1", "--json")
        #expect(proved.status == 0, "\(proved.text)\(proved.standardError)")
        #expect(proved.text.contains("\"proved\" : true") && proved.text.contains("\"stage\" : \"login\""))
        // Only what the start reads is read.
        #expect(proved.text.contains("\"readBytes\" : 1048576"))
        let shown = try await p2v("list", "--from", repository, "--wide")
        #expect(shown.text.contains(made.time) && shown.text.contains("login prompt") && !shown.text.contains("NOT"))
        // The next turn is nobody's but for those that are overdue.
        let next = try await p2v("prove", "--from", repository, "--every-days", "1", "--dry-run")
        #expect(next.status == 0 && next.text.contains("nothing"))
        #expect(try await p2v("verify", "--from", repository).status == 0)
        // When it was proved is known after the point is gone.
        _ = try await backUp(boots: true, day: 1)
        #expect(try await p2v("prune", "--from", repository, "--last", "1").status == 0)
        let later = try await p2v("prove", "--from", repository, "--every-days", "1", "--dry-run")
        #expect(later.status == 0)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a guest that does not start is not proved, whatever was proved before`() async throws {
        _ = try await backUp(boots: true, day: 0)
        #expect(try await p2v("prove", "tiny", "--from", repository).status == 0)
        let broken = try await backUp(boots: false, day: 1)
        let seen = try await p2v("prove", "tiny", "--from", repository, "--time-limit", "12", "--json")
        #expect(seen.status == Exit.unproved.rawValue)
        #expect(seen.text.contains("\"proved\" : false") && seen.text.contains("no proof within 12 seconds"))
        let list = try await p2v("list", "--from", repository, "--wide")
        #expect(list.text.contains(broken.time) && list.text.contains("NOT PROVED"))
        let again = try await p2v("prove", "--from", repository, "--every-days", "30", "--dry-run")
        #expect(again.text.contains("would start tiny \(broken.time)"))
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a damaged chunk that the start reads is named, and the point is not proved`() async throws {
        let made = try await backUp(boots: true, day: 0)
        let chunk = ChunkStore(path: repository + "/chunks.castr").file(of: made.index.chunks[0])
        var bytes = try Data(contentsOf: URL(fileURLWithPath: chunk))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: chunk))
        let seen = try await p2v("prove", "tiny", "--from", repository, "--time-limit", "12", "--json")
        #expect(seen.status == Exit.unproved.rawValue && seen.text.contains(chunk), "\(seen.text)")
        let list = try await p2v("list", "--from", repository, "--wide")
        #expect(list.text.contains("NOT PROVED"))
        try FileManager.default.removeItem(atPath: folder)
    }

    /// A partition with the root of a small system, whose `/srv` is a file system of its own.
    private func makeSystem() async throws {
        let script = """
            set -e
            mkdir -p root/etc root/bin root/usr root/srv data/web
            echo small >root/etc/hostname
            printf 'UUID=%s / ext4 defaults 0 1\nUUID=%s /srv ext4 defaults 0 2\n' "$1" "$2" >root/etc/fstab
            head -c 300000 /dev/urandom >data/web/page
            truncate -s 40M disk.raw
            printf '2048,20480,83\n22528,20480,83\n' | sfdisk -q disk.raw
            mke2fs -q -F -t ext4 -U "$1" -d root -E offset=1048576 disk.raw 10240k
            mke2fs -q -F -t ext4 -U "$2" -d data -E offset=11534336 disk.raw 10240k
            """
        let ids = [UUID().uuidString.lowercased(), UUID().uuidString.lowercased()]
        try await Shell.check(
            Command(["env", "-C", folder, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "bash", "-c", script, "make"] + ids))
    }

    @Test func `one file of a point comes out as it is, also from where fstab mounts another file system`() async throws
    {
        try await makeSystem()
        _ = try await point(day: 0)
        let names = try await p2v("files", "tiny", "/srv/web", "--from", repository)
        #expect(names.status == 0 && names.text == "page\n", "\(names.text)\(names.standardError)")
        let out = folder + "/page"
        let taken = try await p2v("files", "tiny", "/srv/web/page", "--from", repository, "-o", out)
        #expect(taken.status == 0, "\(taken.text)\(taken.standardError)")
        let (was, now) = (
            try Data(contentsOf: URL(fileURLWithPath: folder + "/data/web/page")),
            try Data(contentsOf: URL(fileURLWithPath: out))
        )
        #expect(was == now)
        let again = try await p2v("files", "tiny", "/etc/hostname", "--from", repository, "-o", out)
        #expect(again.status == Exit.refused.rawValue, "a file that is there is not written over")
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == was)
        let missing = try await p2v("files", "tiny", "/etc/none", "--from", repository, "-o", folder + "/none")
        #expect(missing.status != 0 && !FileManager.default.fileExists(atPath: folder + "/none"))
        try FileManager.default.removeItem(atPath: folder)
    }
}
