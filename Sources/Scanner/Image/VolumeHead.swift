/// The first sector of a volume.
enum VolumeHead {
    /// BitLocker writes `-FVE-FS-` where NTFS has its name; BitLocker To Go writes `MSWIN4.1` with a GUID at 424.
    static func isBitLocker(_ sector: [UInt8]) -> Bool {
        if sector.dropFirst(3).starts(with: Array("-FVE-FS-".utf8)) { return true }
        // 4967D63B-2E29-4AD8-8399-F6A339E3D001 in the byte order of a GUID.
        let mark: [UInt8] = [
            0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3, 0xD0, 0x01,
        ]
        return sector.dropFirst(3).starts(with: Array("MSWIN4.1".utf8)) && sector.dropFirst(424).starts(with: mark)
    }
}
