@testable import BlockExport
import Foundation
import TestSupport
import Testing

/// A valid structure on a small disk, and the code that reads it.
private struct Victim: Sendable, CustomStringConvertible {
    var description: String
    /// Where its numbers lie.
    var places: [Range<Int>]
    var make: @Sendable (DiskFile) throws -> Void
    /// Makes checksums right again after a change, where there are any.
    var mend: @Sendable (inout [UInt8]) -> Void = { _ in }
    var read: @Sendable (BlockDevice) throws -> [Range<UInt64>]
    var mebibytes = 24

    static func window(_ device: BlockDevice) -> Window { Window(device, range: 0..<device.size) }

    static let all = [
        Victim(
            description: "MBR with logical partitions", places: [446..<512, (1 << 20) + 446..<(1 << 20) + 512],
            make: { disk in
                let record = Marks.masterBootRecord(disk.bytes)
                var extended = record
                extended[450] = 5
                try disk.write([(extended, 0), (record, 1 << 20)])
            }, read: { try PartitionTable($0)?.partitions.map(\.range) ?? [] }),
        Victim(
            description: "GPT", places: [512 + 24..<512 + 92, 1024 + 32..<1024 + 48],
            make: { disk in try disk.write(Marks.guidTable(disk.bytes)) },
            mend: { bytes in
                bytes.replaceSubrange(600..<604, with: Marks.little(CRC32.of(Array(bytes[1024..<17408]))))
                bytes.replaceSubrange(528..<532, with: [0, 0, 0, 0])
                bytes.replaceSubrange(528..<532, with: Marks.little(CRC32.of(Array(bytes[512..<604]))))
            }, read: { try PartitionTable($0)?.partitions.map(\.range) ?? [] }),
        Victim(
            description: "ext4", places: [1024..<1024 + 264, 1024 + 0x150..<1024 + 0x154, 4096..<4096 + 64],
            make: { try $0.run("mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", $0.path]) },
            read: { try ExtFileSystem(window($0))?.freeRanges() ?? [] }),
        Victim(
            description: "LVM2", places: [512 + 64..<512 + 136, 4096 + 40..<4096 + 56, 4608..<4608 + 420],
            make: { disk in try disk.write(Marks.physicalVolume(Marks.groupText, size: disk.bytes)) },
            mend: { bytes in
                let size = Int(bytes[4096 + 48]) | Int(bytes[4096 + 49]) << 8
                let sum = LVMChecksum.of(Array(bytes[4608..<4608 + size % 4096]))
                bytes.replaceSubrange(4096 + 56..<4096 + 60, with: Marks.little(sum))
            }, read: { try LogicalVolumes(window($0)).map { $0.free + $0.pieces } ?? [] }),
        Victim(
            description: "btrfs", places: [0x10000 + 0x48..<0x10000 + 0xE0, 0x10000 + 0x32B..<0x10000 + 0x32B + 97],
            make: { try $0.run("mkfs.btrfs", ["-q", "-f", $0.path]) },
            mend: { bytes in
                bytes.replaceSubrange(0x10000..<0x10004, with: Marks.little(CRC32C.of(bytes[0x10020..<0x11000])))
            }, read: { try BtrfsFileSystem(window($0))?.freeRanges ?? [] }, mebibytes: 128),
        Victim(
            description: "XFS", places: [4..<128, 512 + 4..<512 + 64],
            make: { try $0.run("mkfs.xfs", ["-q", "-f", $0.path]) },
            read: { try XFSFileSystem(window($0))?.freeRanges() ?? [] }, mebibytes: 320),
    ]
}

@Suite struct HostileStructureTests {
    private static let rounds = Rounds.count(400, thorough: 1_700)
    private static let numbers: [UInt64] = [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, ~0,
    ]

    // A trap in the program on the server ends the copy; a disk of a stranger must not be able to. 2,400 changes, 10,200
    // with P2V_THOROUGH=1.
    @Test(arguments: Victim.all)
    fileprivate func `a structure with any numbers in it is read or refused, and stays inside the disk`(
        victim: Victim
    ) throws {
        let disk = try DiskFile(mebibytes: victim.mebibytes)
        try victim.make(disk)
        let device = try BlockDevice(path: disk.path)
        // As far as the changes and what mends them reach.
        let head = try device.bytes(at: 0, count: max(72 << 10, victim.places.map(\.upperBound).max() ?? 0))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: disk.path))
        var random = SeededRandom(14)
        for _ in 0..<Self.rounds {
            var bytes = head
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = victim.places.randomElement(using: &random) ?? 0..<1
                change(&bytes, in: place, using: &random)
            }
            victim.mend(&bytes)
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data(bytes))
            let ranges = (try? victim.read(device)) ?? []
            #expect(ranges.allSatisfy { $0.upperBound <= device.size })
        }
        try file.close()
    }

    private func change(_ bytes: inout [UInt8], in place: Range<Int>, using random: inout SeededRandom) {
        let at = Int.random(in: place, using: &random)
        if Bool.random(using: &random) {
            bytes[at] = UInt8.random(in: 0...255, using: &random)
            return
        }
        let number = Self.numbers.randomElement(using: &random) ?? 0
        let width = [1, 2, 4, 8].randomElement(using: &random) ?? 1
        let word = Bool.random(using: &random) ? Marks.little(number) : Array(Marks.big(number).suffix(width))
        let start = at / width * width
        for index in 0..<width where start + index < place.upperBound && start + index >= place.lowerBound {
            bytes[start + index] = word[index]
        }
    }
}
