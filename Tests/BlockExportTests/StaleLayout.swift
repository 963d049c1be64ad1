@testable import BlockExport
import Foundation

/// A disk that had another life: an old ext4 or swap, and over it the marks of what owns the disk now.
enum StaleLayout: String, CaseIterable, Sendable {
    case arrayOnWholeDisk = "md 1.2 on the whole disk, below an MBR and ext4"
    case arrayAtEndOfDisk = "md 1.0 on the whole disk, behind an MBR and ext4"
    case oldArrayAtEndOfDisk = "md 0.90 on the whole disk, behind an MBR and ext4"
    case poolOverPartition = "ZFS labels over ext4"
    case poolBehindSwap = "ZFS labels around an old swap"
    case swapOnArray = "swap on md 1.0"
    case swapOnOldArray = "swap on md 0.90"
    case replication = "DRBD's internal metadata behind ext4"
    case oldVolumes = "LVM1 over ext4"
    case cache = "bcache over ext4"
    case stratis = "Stratis over ext4"
    case deduplication = "VDO over ext4"
    case blueStore = "Ceph BlueStore over ext4"
    case automaticStorage = "Oracle ASM over ext4"
    case virtualMachines = "VMFS over ext4"
    case diskDataFormat = "DDF hardware RAID behind an MBR and ext4"
    case intelRAID = "Intel RAID behind an MBR and ext4"
    case promiseRAID = "Promise RAID behind an MBR and ext4"
    case cacheMetadata = "dm-cache metadata over ext4"
    case geom = "a GEOM mirror behind ext4"
    case partitionForArray = "ext4 in a partition whose type says RAID"
    case otherTable = "an MBR on a disk whose GPT is left at its end"
    case rawVolume = "a database behind a short ext4"
    case encryption = "LUKS1 over ext4"
    case secondEncryption = "LUKS2 whose first header is gone, over ext4"

    static let mebibytes = 96
    /// Where what owns the disk now has its data: free by the old bitmaps.
    static let data: Range<UInt64> = (40 << 20)..<(44 << 20)

    private var isWholeDisk: Bool {
        switch self {
        case .arrayOnWholeDisk, .arrayAtEndOfDisk, .oldArrayAtEndOfDisk, .diskDataFormat, .intelRAID, .promiseRAID,
            .partitionForArray, .otherTable:
            false
        default: true
        }
    }

    /// Without the new owner: the control.
    func earlierLife() throws -> DiskFile {
        let disk = try DiskFile(mebibytes: Self.mebibytes)
        if [.poolBehindSwap, .swapOnArray, .swapOnOldArray].contains(self) {
            try disk.run("mkswap", ["-q", disk.path])
        } else if isWholeDisk {
            let size = self == .rawVolume ? "80m" : "\(Self.mebibytes)m"
            try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", disk.path, size])
        } else {
            let type = self == .partitionForArray ? "fd" : "83"
            try disk.run("sfdisk", ["-q", disk.path], input: "start=2048,type=\(type)\n")
            let size = "\(Self.mebibytes - 1)m"
            try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=1048576", disk.path, size])
        }
        return disk
    }

    func disk() throws -> DiskFile {
        let disk = try earlierLife()
        for (bytes, offset) in marks { try disk.write(bytes, at: offset) }
        try disk.write([UInt8](repeating: 0xA5, count: Self.data.count), at: Self.data.lowerBound)
        return disk
    }

    private var marks: [([UInt8], UInt64)] {
        let size = UInt64(Self.mebibytes) << 20
        let array = Marks.little(UInt32(0xA92B_4EFC)) + Marks.little(UInt32(1))
        switch self {
        case .arrayOnWholeDisk: return [(array, 4096)]
        case .arrayAtEndOfDisk, .swapOnArray: return [(array, size - 8192)]
        case .oldArrayAtEndOfDisk, .swapOnOldArray: return [(Marks.little(UInt32(0xA92B_4EFC)), size - 65536)]
        case .poolOverPartition, .poolBehindSwap: return Marks.poolLabels(size)
        case .replication: return [(Marks.big(UInt32(0x8374_026B)), size - 4096 + 60)]
        case .oldVolumes: return [([0x48, 0x4D, 1, 0], 0)]
        case .cache: return [([0xC6, 0x85, 0x73, 0xF6, 0x4E, 0x1A, 0x45, 0xCA], 0x1018)]
        case .stratis: return [(Array("!Stra0tis".utf8), 516)]
        case .deduplication: return [(Array("dmvdo001".utf8), 0)]
        case .blueStore: return [(Array("bluestore block device\n".utf8), 0)]
        case .automaticStorage: return [(Array("ORCLDISK".utf8), 32)]
        case .virtualMachines: return [([0x0D, 0xD0, 0x01, 0xC0], 1 << 20)]
        case .diskDataFormat: return [(Marks.big(UInt32(0xDE11_DE11)), size - 512)]
        case .intelRAID: return [(Array("Intel Raid ISM Cfg Sig. 1.3.00".utf8), size - 1024)]
        case .promiseRAID: return [(Array("Promise Technology, Inc.".utf8), size - 63 * 512)]
        case .cacheMetadata: return [(Marks.little(UInt64(1_623_043)), 32)]
        case .geom: return [(Array("GEOM::MIRROR".utf8), size - 512)]
        case .partitionForArray: return []
        case .otherTable: return [(Array("EFI PART".utf8), size - 512)]
        case .rawVolume: return [([7], 90 << 20)]
        case .encryption: return [(Array("LUKS".utf8) + [0xBA, 0xBE, 0, 1], 0)]
        case .secondEncryption: return [(Array("SKUL".utf8) + [0xBA, 0xBE, 0, 2], 0x4000)]
        }
    }
}
