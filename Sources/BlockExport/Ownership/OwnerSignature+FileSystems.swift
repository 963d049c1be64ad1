extension OwnerSignature {
    // Offsets and magic numbers are facts of the formats; each line names where they are published. Formats whose mark is
    // two bytes that an ext superblock may hold by chance (Minix, System V) are left out: they overwrite that superblock.

    /// File systems, read here or not.
    static let fileSystems: [OwnerSignature] =
        // Linux, Documentation/filesystems/ext4/super.rst: s_magic.
        bytes(.ext, [0x53, 0xEF], at: 1024 + 56)
        // XFS Algorithms & Data Structures, "Superblocks": sb_magicnum.
        + text(.xfs, "XFSB", at: 0)
        // btrfs documentation, "On-disk Format": superblock at 64 KiB, magic at 0x40.
        + text(.btrfs, "_BHRfS_M", at: 0x10040)
        // Linux, fs/reiserfs/reiserfs.h: superblock at 64 KiB, formerly 8 KiB, magic at 52; reiser4's master superblock.
        + text(.other("ReiserFS"), "ReIsEr", at: 0x10034, 0x2034)
        + text(.other("Reiser4"), "ReIsEr4", at: 0x10000)
        // JFS layout white paper (IBM): superblock at 32 KiB.
        + text(.other("JFS"), "JFS1", at: 0x8000)
        // Microsoft's [MS-FSCC] and the published specifications of FAT, exFAT, ReFS and BitLocker's boot sector.
        + text(.other("NTFS"), "NTFS    ", at: 3) + text(.other("BitLocker"), "-FVE-FS-", at: 3)
        + text(.other("exFAT"), "EXFAT   ", at: 3) + text(.other("ReFS"), "ReFS\0", at: 3)
        + text(.other("FAT"), "FAT1", at: 54) + text(.other("FAT"), "FAT32", at: 82)
        + text(.other("BitLocker"), "MSWIN4.1", at: 3)
        // Apple Technical Note TN1150 (HFS Plus: signature and version), Apple File System Reference (nx_magic).
        + bytes(.other("HFS+"), [0x48, 0x2B, 0, 4], at: 1024) + bytes(.other("HFSX"), [0x48, 0x58, 0, 5], at: 1024)
        + text(.other("APFS"), "NXSB", at: 32)
        // ECMA-119 and ECMA-167: volume descriptors from sector 16 of 2 KiB.
        + text(.other("ISO 9660"), "CD001", at: 0x8001) + text(.other("UDF"), "BEA01", at: 0x8001)
        + text(.other("UDF"), "NSR0", at: 0x8001, 0x8801, 0x9001)
        // Linux, Documentation/filesystems: squashfs, cramfs, romfs, erofs, f2fs, nilfs2 (on-disk headers).
        + text(.other("squashfs"), "hsqs", at: 0) + text(.other("squashfs"), "sqsh", at: 0)
        + bytes(.other("cramfs"), [0x45, 0x3D, 0xCD, 0x28], at: 0, 512)
        + text(.other("romfs"), "-rom1fs-", at: 0)
        + bytes(.other("EROFS"), [0xE2, 0xE1, 0xF5, 0xE0], at: 1024)
        + bytes(.other("F2FS"), [0x10, 0x20, 0xF5, 0xF2], at: 1024)
        + [OwnerSignature(.other("NILFS2"), [0x34, 0x34], .end(4096 - 6, unit: 4096))]
        // FreeBSD, sys/ufs/ffs/fs.h: fs_magic at 1372 of the superblock, which lies at 0, 8, 64 or 256 KiB.
        + [0, 8192, 65536, 262_144].flatMap { start in
            number(.other("UFS"), 0x0001_1954, .start(start + 1372))
                + number(.other("UFS2"), 0x1954_0119, .start(start + 1372))
        }
        // Linux, fs/ocfs2/ocfs2_fs.h: superblock in block 2 of 512 to 4096 bytes; OCFS 1's volume header.
        + text(.other("OCFS2"), "OCFSV2", at: 1024, 2048, 4096, 8192)
        + text(.other("OCFS"), "OracleCFS", at: 8)
        // Linux, include/uapi/linux/gfs2_ondisk.h: superblock at 64 KiB.
        + bytes(.other("GFS2"), [0x01, 0x16, 0x19, 0x70], at: 0x10000)
        // VMware's VMFS as vmfs-tools document it: volume information at 1 MiB, file system information at 2 MiB.
        + bytes(.other("VMFS"), [0x0D, 0xD0, 0x01, 0xC0], at: 0x100000)
        + bytes(.other("VMFS"), [0x5E, 0xF1, 0xAB, 0x2F], at: 0x200000)
        // Linux, fs/freevxfs/vxfs.h, fs/befs, fs/hpfs, fs/zonefs, fs/bcachefs; DragonFly's HAMMER2.
        + bytes(.other("VxFS"), [0xF5, 0xFC, 0x01, 0xA5], at: 1024)
        + bytes(.other("VxFS"), [0xA5, 0x01, 0xFC, 0xF5], at: 8192)
        + text(.other("BeFS"), "BFS1", at: 32, 544) + text(.other("BeFS"), "1SFB", at: 32, 544)
        + bytes(.other("HPFS"), [0x49, 0xE8, 0x95, 0xF9], at: 0x2000)
        + text(.other("zonefs"), "SFOZ", at: 0)
        + bytes(.other("bcachefs"), [0xC6, 0x85, 0x73, 0xF6, 0x66, 0xCE, 0x90, 0xA9], at: 0x1018, 0x400018)
        + bytes(.other("HAMMER2"), [0x11, 0x20, 0x17, 0x05, 0x32, 0x4D, 0x41, 0x48], at: 0)

    /// Swap, also of machines with larger pages, and what hibernation makes of it (Linux, include/linux/swap.h,
    /// kernel/power/swap.c): the last ten bytes of the first page.
    static let swaps: [OwnerSignature] = [4096, 8192, 16384, 32768, 65536].flatMap { page in
        text(.swap, "SWAPSPACE2", at: page - 10) + text(.swap, "SWAP-SPACE", at: page - 10)
            + ["S1SUSPEND", "S2SUSPEND", "ULSUSPEND", "LINHIB0001"].flatMap {
                text(.other("a hibernated system"), $0, at: page - 10)
            }
    }
}
