import BlockExport
import Foundation
import Testing

/// Makes disks with mke2fs and sfdisk, which every Debian has; no root.
private final class DiskFile {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-disk-\(UUID().uuidString)").path

    init(mebibytes: Int) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(mebibytes) << 20)
        try file.close()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func run(_ program: String, _ arguments: [String], input: String = "") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ["PATH": "/usr/sbin:/sbin:/usr/bin:/bin"]
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        pipe.fileHandleForWriting.write(Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) failed")
    }

    func write(_ bytes: [UInt8], at offset: UInt64) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data(bytes))
        try file.close()
    }

    func map() throws -> AllocationMap { Layout.allocation(of: try BlockDevice(path: path)) }
}

@Suite struct LayoutTests {
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

    // Swap may hold secrets, and is worth nothing on the new machine.
    @Test func `of swap only the header is used`() throws {
        let disk = try DiskFile(mebibytes: 16)
        try disk.run("mkswap", ["-q", disk.path])
        #expect(try disk.map().usedBytes == 4096)
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
