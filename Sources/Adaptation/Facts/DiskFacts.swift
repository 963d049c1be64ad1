/// A whole disk, by its first sectors.
struct DiskFacts: Sendable, Hashable {
    /// The appliance's name: `/dev/sda`.
    var device: String
    var sectorBytes: Int
    /// Its first sector holds a boot loader.
    var hasBootCode: Bool
    /// False when the disk has grown behind its GPT: the copy of the table is in the middle.
    var backupTableIsAtEnd: Bool

    init(device: String, sectorBytes: Int = 512, hasBootCode: Bool = false, backupTableIsAtEnd: Bool = true) {
        self.device = device
        self.sectorBytes = sectorBytes
        self.hasBootCode = hasBootCode
        self.backupTableIsAtEnd = backupTableIsAtEnd
    }

    /// - Parameters:
    ///   - head: the first two sectors.
    ///   - bytes: the disk's size.
    init(device: String, head: [UInt8], sectorBytes: Int, bytes: UInt64) {
        self.init(device: device, sectorBytes: sectorBytes, hasBootCode: Self.hasBootCode(head))
        if let last = Self.backupTable(head, sectorBytes), bytes >= UInt64(sectorBytes) {
            backupTableIsAtEnd = last == bytes / UInt64(sectorBytes) - 1
        }
    }

    /// The place for code is 440 bytes, and the sector ends with 55 AA. A GPT's protective sector has no code.
    private static func hasBootCode(_ head: [UInt8]) -> Bool {
        head.count >= 512 && head[510] == 0x55 && head[511] == 0xAA && head[..<440].contains { $0 != 0 }
    }

    /// "AlternateLBA" of the header in the second sector (UEFI specification, "GPT header").
    static func backupTable(_ head: [UInt8], _ sectorBytes: Int) -> UInt64? {
        guard head.count >= sectorBytes + 40, head[sectorBytes...].starts(with: Array("EFI PART".utf8)) else {
            return nil
        }
        return head[(sectorBytes + 32)..<(sectorBytes + 40)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}
