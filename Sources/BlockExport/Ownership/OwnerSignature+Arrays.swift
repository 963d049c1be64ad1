extension OwnerSignature {
    /// Arrays of disks, by software or by firmware. ``OwnerProbe`` adds those whose place is computed.
    static let arrays: [OwnerSignature] =
        // md(4), "Linux RAID superblock formats" (raid.wiki.kernel.org): 1.1 at 0, 1.2 at 4 KiB, 1.0 at least 8 KiB before
        // the end on a multiple of 4 KiB, 0.90 in the last whole 64 KiB but one.
        number(.other("md"), 0xA92B_4EFC, .start(0)) + number(.other("md"), 0xA92B_4EFC, .start(4096))
        + number(.other("md"), 0xA92B_4EFC, .end(65536, unit: 65536))
        // SNIA's Common RAID Disk Data Format: anchor in the last sector, or 257 before.
        + [512, 257 * 512, 4096, 257 * 4096].flatMap {
            number(.other("DDF RAID"), 0xDE11_DE11, .end($0, unit: 512))
        }
        // Intel Rapid Storage (mdadm's documentation of external metadata): the last sector but one.
        + beforeEnd(.other("Intel RAID"), "Intel Raid ISM Cfg Sig.", 1024, 8192)
        // dmraid's list of formats: Promise, HighPoint, LSI, Silicon Image, NVIDIA, Adaptec, JMicron, VIA.
        + [16, 63, 255, 256, 399, 591, 675, 735, 911, 951, 974, 991, 3087].flatMap {
            [OwnerSignature(.other("Promise RAID"), Array("Promise Technology".utf8), .end($0 * 512, unit: 512))]
        }
        + [0x5A78_16F0, 0x5A78_16F3, 0x5A78_16FD].flatMap { magic in
            number(.other("HighPoint RAID"), magic, .start(9 * 512))
                + number(.other("HighPoint RAID"), magic, .end(11 * 512, unit: 512))
        }
        + beforeEnd(.other("LSI RAID"), "$XIDE$", 512) + beforeEnd(.other("NVIDIA RAID"), "NVIDIA", 1024)
        + number(.other("Silicon Image RAID"), 0x2F00_0000, .end(512 - 0x60, unit: 512))
        + number(.other("Adaptec RAID"), 0x900765C4, .end(512, unit: 512))
        + beforeEnd(.other("JMicron RAID"), "JM", 512)
        + [OwnerSignature(.other("VIA RAID"), [0x55, 0xAA], .end(512, unit: 512))]
}
