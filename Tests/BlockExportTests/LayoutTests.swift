@testable import BlockExport
import Foundation
import Testing

@Suite struct LayoutTests {
    // Reading the holes of an image costs as much as reading data.
    @Test func `what was never written to an image file is free, whatever its file system`() throws {
        let disk = try DiskFile(mebibytes: 64)
        try disk.write([UInt8](repeating: 7, count: 65_536), at: 32 << 20)
        let map = FreeSurvey(of: try BlockDevice(path: disk.path)).result().map
        let middle: UInt64 = 32 << 20
        #expect(map.free == [0..<middle, (middle + 65_536)..<(2 * middle)] as [Range<UInt64>])
    }

    // A hole is a fact of the file's own file system: its proof costs little. A belief about an owner has to be sampled.
    @Test func `a hole is told from what a file system calls free`() throws {
        let disk = try DiskFile(mebibytes: 400)
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", disk.path])
        try disk.write([UInt8](repeating: 7, count: 65_536), at: 200 << 20)
        let survey = FreeSurvey(of: try BlockDevice(path: disk.path)).result()
        let place: Range<UInt64> = (200 << 20)..<((200 << 20) + 65_536)
        let around = (place.lowerBound - 65_536)..<(place.upperBound + 65_536)
        #expect(survey.claims(in: around).map(\.basis) == [.hole, .marks, .hole])
        #expect(survey.claims(in: around)[1].range == place)
        #expect(survey.claims(in: 0..<4096).map(\.basis) == [nil])
    }

    // Without this every copy moves the whole disk.
    @Test(arguments: [
        ["-t", "ext4"], ["-t", "ext2"], ["-t", "ext3", "-b", "1024"], ["-t", "ext4", "-O", "bigalloc,^64bit"],
    ])
    func `most of an empty ext file system is free, its metadata is not`(options: [String]) throws {
        let disk = try DiskFile(mebibytes: 64)
        try disk.run("mke2fs", ["-q", "-F"] + options + [disk.path])
        let map = try disk.map()
        #expect(map.usedBytes < 16 << 20)
        #expect(map.extents(in: 0..<4096).map(\.used) == [true])
    }

    // Offsets of partitions are where a map goes wrong and eats a neighbour.
    @Test(arguments: ["dos", "gpt"])
    func `a file system inside a partition is mapped where it lies`(table: String) throws {
        let disk = try DiskFile(mebibytes: 80)
        try disk.run("sfdisk", ["-q", disk.path], input: "label: \(table)\nstart=2048,size=131072\nstart=133120\n")
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=1048576", disk.path, "64m"])
        let map = try disk.map()
        #expect(map.usedBytes > 15 << 20 && map.usedBytes < 32 << 20)
        #expect(map.extents(in: 0..<(1 << 20)).allSatisfy { $0.used })
        #expect(map.extents(in: (66 << 20)..<(80 << 20)).allSatisfy { $0.used })
    }

    // A file system that was not unmounted has newer bitmaps in its journal: trusting the old ones loses files.
    @Test func `a file system that needs recovery is copied whole`() throws {
        let disk = try DiskFile(mebibytes: 64)
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", disk.path])
        try disk.run("debugfs", ["-w", "-R", "feature needs_recovery", disk.path])
        #expect(try disk.map().usedBytes == 64 << 20)
    }

    // A leftover superblock under another file system would mask its data.
    @Test func `two signatures in one place are not believed`() throws {
        let disk = try DiskFile(mebibytes: 64)
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", disk.path])
        try disk.write(Array("XFSB".utf8), at: 0)
        #expect(try disk.map().usedBytes == 64 << 20)
    }

    // A leftover of swap under something else would leave out all that the other one has.
    @Test func `swap that no kernel swaps to is copied`() throws {
        let disk = try DiskFile(mebibytes: 16)
        try disk.run("mkswap", ["-q", disk.path])
        #expect(try disk.map().usedBytes == 16 << 20)
    }

    // Swap may hold secrets, and is worth nothing on the new machine.
    @Test func `of swap that the kernel swaps to only the header is used`() throws {
        let disk = try DiskFile(mebibytes: 16)
        try disk.run("mkswap", ["-q", disk.path])
        let device = try BlockDevice(path: disk.path)
        let window = Window(device, range: 0..<device.size)
        let space = try KernelOwnedSpace(window: window, name: "sda2", kernel: KernelView()).space(.swap)
        #expect(space == OwnedSpace(free: [4096..<(16 << 20)], isVouched: true))
        // A header that tells of more than the partition has is another one's.
        let half = Window(device, range: 0..<(8 << 20))
        #expect(try KernelOwnedSpace(window: half, name: "sda2", kernel: KernelView()).space(.swap) == nil)
    }

    // Owners keep their marks at the ends: what is left out there takes an array or a pool apart.
    @Test func `the first and last 64 MiB of a disk and of its partitions are never free`() throws {
        let disk = try DiskFile(mebibytes: 400)
        try disk.run("sfdisk", ["-q", disk.path], input: "start=2048,size=\(350 * 2048)\n")
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=1048576", disk.path, "350m"])
        let map = FreeSurvey(of: try BlockDevice(path: disk.path), believesHoles: false).result().map
        let (first, last) = try #require(map.free.first.map { ($0.lowerBound, map.free.last?.upperBound ?? 0) })
        #expect(first >= 65 << 20 && last <= (351 - 64) << 20 && last > 200 << 20)
    }

    // A damaged partition table must not crash the copy nor mask anything.
    @Test func `noise is used space`() throws {
        let disk = try DiskFile(mebibytes: 4)
        var state: UInt64 = 5
        for block in 0..<4 {
            let bytes = (0..<512).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            try disk.write(bytes, at: UInt64(block) * 512)
        }
        try disk.write([0x55, 0xAA], at: 510)
        try disk.write([0x53, 0xEF], at: 1024 + 56)
        #expect(try disk.map().usedBytes == 4 << 20)
    }
}

private func has(_ program: String) -> Bool {
    ["/usr/sbin", "/sbin", "/usr/bin"].contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
}

@Suite struct OtherLayoutTests {
    /// Empties what the map calls free; the file system's own check must then still find it whole.
    private func expectWhole(_ disk: DiskFile, _ map: AllocationMap, _ check: [String]) throws {
        for range in map.free {
            let words = ["--punch-hole", "--offset", String(range.lowerBound), "--length", String(range.count)]
            try disk.run("fallocate", words + [disk.path])
        }
        try disk.run(check[0], Array(check.dropFirst()) + [disk.path])
    }

    // RHEL's default: without this every RHEL server is copied whole.
    @Test(.enabled(if: has("mkfs.xfs"), "needs xfsprogs"), arguments: ["crc=1", "crc=0"])
    func `most of an empty XFS is free, its metadata is not`(version: String) throws {
        let disk = try DiskFile(mebibytes: 512)
        try disk.run("mkfs.xfs", ["-q", "-f", "-m", version, disk.path])
        let map = try disk.map()
        #expect(map.usedBytes < 128 << 20 && map.usedBytes > 1 << 20)
        #expect(map.extents(in: 0..<4096).map(\.used) == [true])
        try expectWhole(disk, map, ["xfs_repair", "-n"])
    }

    // A log that was not replayed makes the trees stale: files would be lost.
    @Test(.enabled(if: has("mkfs.xfs"), "needs xfsprogs"))
    func `an XFS whose log does not end with an unmount is copied whole`() throws {
        let disk = try DiskFile(mebibytes: 320)
        try disk.run("mkfs.xfs", ["-q", "-f", disk.path])
        let device = try BlockDevice(path: disk.path)
        let head = try device.bytes(at: 0, count: 512)
        func number(_ range: Range<Int>) -> UInt64 { head[range].reduce(0) { $0 << 8 | UInt64($1) } }
        // The superblock's log start: group and block in one number, in blocks.
        let (start, bits) = (number(48..<56), number(124..<125))
        let block = (start >> bits) * number(84..<88) + start & ((1 << bits) - 1)
        let record = block * number(4..<8)
        try #require(try device.bytes(at: record, count: 4) == [0xFE, 0xED, 0xBA, 0xBE])
        #expect(try disk.map().usedBytes < 320 << 20)
        try disk.write([0], at: record + 512 + 9)
        #expect(try disk.map().usedBytes == 320 << 20)
    }

    @Test(
        .enabled(if: has("mkfs.btrfs"), "needs btrfs-progs"),
        arguments: [["-m", "dup"], ["-m", "single", "-n", "4096"]])
    func `what no chunk of a btrfs covers is free`(options: [String]) throws {
        let disk = try DiskFile(mebibytes: 1024)
        try disk.run("mkfs.btrfs", ["-q", "-f"] + options + [disk.path])
        let map = try disk.map()
        #expect(map.usedBytes < 512 << 20 && map.usedBytes > 2 << 20)
        #expect(map.extents(in: (64 << 10)..<(68 << 10)).map(\.used) == [true])
        try expectWhole(disk, map, ["btrfs", "check"])
    }

    // A damaged tree must not decide what is left out.
    @Test(.enabled(if: has("mkfs.btrfs"), "needs btrfs-progs")) func `a damaged btrfs is copied whole`() throws {
        let disk = try DiskFile(mebibytes: 256)
        try disk.run("mkfs.btrfs", ["-q", "-f", disk.path])
        try disk.write([0xFF], at: (64 << 10) + 0x94)
        #expect(try disk.map().usedBytes == 256 << 20)
    }
}

@Suite struct LogicalVolumeTests {
    private static let text = Marks.groupText

    private func volume(_ text: String) throws -> DiskFile {
        let disk = try DiskFile(mebibytes: 48)
        for (bytes, offset) in Marks.physicalVolume(text, size: disk.bytes) { try disk.write(bytes, at: offset) }
        return disk
    }

    // Half of a volume group is often empty: copying it doubles the time.
    @Test func `extents of no logical volume are free`() throws {
        let map = try volume(Self.text).map()
        let (start, extent): (UInt64, UInt64) = (1 << 20, 4 << 20)
        #expect(map.free == [start..<(start + 2 * extent), (start + 6 * extent)..<(start + 10 * extent)])
    }

    // A file system in a volume is found where the volume lies.
    @Test func `a file system in a volume that is one piece is mapped`() throws {
        let disk = try volume(Self.text)
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=\((1 << 20) + (8 << 20))", disk.path, "16m"])
        #expect(try disk.map().usedBytes < 20 << 20)
    }

    // A thin pool's data may begin like a file system and go on as another one's.
    @Test func `a volume that is a part of another one is copied whole`() throws {
        let disk = try volume(Self.text.replacingOccurrences(of: ", \"VISIBLE\"", with: ""))
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=\((1 << 20) + (8 << 20))", disk.path, "16m"])
        let map = try disk.map()
        let (start, extent): (UInt64, UInt64) = (1 << 20, 4 << 20)
        #expect(map.free == [start..<(start + 2 * extent), (start + 6 * extent)..<(start + 10 * extent)])
    }

    // Kinds of volumes that are not understood must not be taken for free space.
    @Test(arguments: ["type = \"striped\"", "pe_start = 2048", "extent_count = 4", "extent_size = 8192"])
    func `metadata that is not understood frees nothing`(line: String) throws {
        let broken = Self.text.replacingOccurrences(of: line, with: line.replacingOccurrences(of: " =", with: "_x ="))
        let map = try volume(broken).map()
        #expect(map.free.isEmpty)
    }

    // Such an area is not written any more: it tells of volumes as they were.
    @Test func `metadata in an area that is marked as ignored frees nothing`() throws {
        let disk = try volume(Self.text)
        try disk.write([1], at: 4096 + 60)
        #expect(try disk.map().free.isEmpty)
    }

    // What lies in a volume keeps its marks at the volume's ends.
    @Test func `the first and last 64 MiB of a logical volume are never free`() throws {
        let disk = try DiskFile(mebibytes: 400)
        let text = Self.text.replacingOccurrences(of: "pe_count = 10", with: "pe_count = 90")
            .replacingOccurrences(of: "extent_count = 4", with: "extent_count = 60")
        for (bytes, offset) in Marks.physicalVolume(text, size: disk.bytes) { try disk.write(bytes, at: offset) }
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=\(9 << 20)", disk.path, "240m"])
        let map = FreeSurvey(of: try BlockDevice(path: disk.path), believesHoles: false).result().map
        let volume = map.free.filter { $0.lowerBound < 249 << 20 }
        #expect(volume.first?.lowerBound ?? 0 >= 73 << 20 && volume.last?.upperBound ?? 0 <= 185 << 20)
        #expect(volume.reduce(0) { $0 + $1.count } > 80 << 20)
    }

    @Test func `metadata with a wrong checksum frees nothing`() throws {
        let disk = try volume(Self.text)
        try disk.write([0x41], at: 4096 + 512 + 3)
        #expect(try disk.map().usedBytes == 48 << 20)
    }
}
