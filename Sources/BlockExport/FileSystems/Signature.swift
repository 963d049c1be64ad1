/// What a partition says it holds. More than one answer means that one of them is a leftover.
enum Signature: Hashable {
    case ext, swap, xfs, btrfs, lvm
    /// A file system, volume manager, RAID member or encryption that is not read here.
    case other

    static func all(in window: Window) throws(ExportError) -> Set<Signature> {
        guard let head = try window.bytes(at: 0, count: 8192) else { return [] }
        var found: Set<Signature> = []
        if head.little(UInt16.self, at: 1024 + 56) == 0xEF53 { found.insert(.ext) }
        if holds("SWAPSPACE2", head, at: 4096 - 10) { found.insert(.swap) }
        if holds("XFSB", head, at: 0) { found.insert(.xfs) }
        if (0..<4).contains(where: { holds("LABELONE", head, at: $0 * 512) }) { found.insert(.lvm) }
        if isOther(head) { found.insert(.other) }
        if let btrfs = try window.bytes(at: 0x10040, count: 8), holds("_BHRfS_M", btrfs, at: 0) { found.insert(.btrfs) }
        return found
    }

    private static func isOther(_ head: [UInt8]) -> Bool {
        let raid: UInt32 = 0xa92b_4efc
        return holds("LUKS", head, at: 0) || holds("NTFS    ", head, at: 3)
            || holds("-FVE-FS-", head, at: 3) || holds("hsqs", head, at: 0) || holds("FAT", head, at: 54)
            || holds("FAT32", head, at: 82) || head.little(UInt32.self, at: 0) == raid
            || head.little(UInt32.self, at: 4096) == raid || holds("bcache", head, at: 4096)
    }

    private static func holds(_ text: String, _ bytes: [UInt8], at offset: Int) -> Bool {
        bytes[offset...].starts(with: text.utf8)
    }
}
