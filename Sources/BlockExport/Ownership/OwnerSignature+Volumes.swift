extension OwnerSignature {
    /// Volume managers, encryption, caches, replication, and storage that takes raw devices.
    static let volumes: [OwnerSignature] =
        // lvm2's format documentation: the label is in one of the first four sectors; LVM1's physical volume header.
        text(.lvm, "LABELONE", at: 0, 512, 1024, 1536)
        + bytes(.other("LVM1"), [0x48, 0x4D, 1, 0], at: 0) + bytes(.other("LVM1"), [0x48, 0x4D, 2, 0], at: 0)
        // LUKS1 and LUKS2 On-Disk Format Specifications: header, and LUKS2's second header at one of nine places.
        + text(.other("LUKS"), "LUKS", at: 0)
        + bytes(
            .other("LUKS2"), Array("SKUL".utf8) + [0xBA, 0xBE], at: 0x4000, 0x8000, 0x10000, 0x20000, 0x40000,
            0x80000, 0x100000, 0x200000, 0x400000)
        // Linux, Documentation/admin-guide/device-mapper and drivers/md: verity, integrity, snapshot, raid, mirror log,
        // writecache, zoned; cache, thin, era and clone keep their magic number at 32 of the first block.
        + text(.other("dm-verity"), "verity\0\0", at: 0) + text(.other("dm-integrity"), "integrt\0", at: 0)
        + text(.other("a dm snapshot"), "SnAp", at: 0)
        + [0x6452_6D44, 0x4D69_5272, 0x2348_9321, 0x445A_4244].flatMap { number(.other("dm"), $0, .start(0)) }
        + [1_623_043, 27_022_010, 2_126_579_579, 0x8AF2_7F64].flatMap {
            number(.other("dm-cache or dm-thin metadata"), $0, .start(32))
        }
        // Linux, drivers/md/bcache/bcache_ondisk.h: superblock in sector 8, magic at 24.
        + bytes(.other("bcache"), [0xC6, 0x85, 0x73, 0xF6, 0x4E, 0x1A, 0x45, 0xCA], at: 0x1018)
        // Stratis Software Design, "Static header": sectors 1 and 9.
        + text(.other("Stratis"), "!Stra0tis", at: 516, 4612)
        // VDO's geometry block (dm-vdo documentation); Ceph's bdev label; LINBIT's control volume.
        + text(.other("VDO"), "dmvdo001", at: 0)
        + text(.other("Ceph BlueStore"), "bluestore block device", at: 0)
        + text(.other("DRBD"), "$DRBDmgr=q", at: 0)
        // Oracle ASM Support Guidelines: the provision string in the disk header; ASMLib and AFD write it, too.
        + text(.other("Oracle ASM"), "ORCLDISK", at: 32) + text(.other("Oracle ASM"), "ORCLCLRD", at: 32)
        // UBI's headers (linux-mtd documentation), Windows' dynamic disks (LDM, Linux-NTFS documentation: PRIVHEAD).
        + text(.other("UBI"), "UBI#", at: 0)
        + text(.other("a dynamic disk of Windows"), "PRIVHEAD", at: 0xC00)
        + beforeEnd(.other("a dynamic disk of Windows"), "PRIVHEAD", 512, 1 << 20)
        // FreeBSD's GEOM classes keep their metadata in the last sector: GEOM::ELI, GEOM::MIRROR and so on.
        + beforeEnd(.other("GEOM"), "GEOM::", 512) + beforeEnd(.other("GEOM"), "GEOM::", 4096, unit: 4096)
        // Disk labels of other systems: BSD, Solaris on x86, Sun, SGI, AIX.
        + bytes(.other("a BSD label"), [0x57, 0x45, 0x56, 0x82], at: 512, 0, 64)
        + bytes(.other("a Solaris label"), [0xEE, 0xDE, 0x0D, 0x60], at: 512 + 12)
        + bytes(.other("an SGI label"), [0x0B, 0xE5, 0xA9, 0x41], at: 0)
        + bytes(.other("an AIX label"), [0xC9, 0xC2, 0xD4, 0xC1], at: 0)
}
