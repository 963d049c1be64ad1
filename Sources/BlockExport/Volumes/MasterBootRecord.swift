/// The table in a disk's first sector, and those of logical partitions.
enum MasterBootRecord {
    struct Entry {
        var status: UInt8
        var type: UInt8
        /// In sectors.
        var start: UInt64
        var count: UInt64

        var isExtended: Bool { [0x05, 0x0F, 0x85].contains(type) }
    }

    static func entries(_ sector: [UInt8]) -> [Entry] {
        (0..<4).map { index in
            let at = 446 + index * 16
            return Entry(
                status: sector[at], type: sector[at + 4], start: UInt64(sector.little(UInt32.self, at: at + 8)),
                count: UInt64(sector.little(UInt32.self, at: at + 12)))
        }
    }

    /// - Returns: the partitions, and whether no GPT contradicts them.
    static func partitions(
        _ device: BlockDevice, _ entries: [Entry]
    ) throws(ExportError) -> ([Partition], isWhole: Bool) {
        let sector = UInt64(device.sectorBytes)
        var found: [Partition] = []
        for entry in entries where entry.type != 0 {
            if entry.isExtended {
                found += try logical(device, extended: entry.start * sector)
            } else if let partition = partition(entry, from: 0, sector) {
                found.append(partition)
            }
        }
        return (found, try !GUIDTable.isAnywhere(device))
    }

    /// Numbers of 32 bits times a sector cannot overflow; their sum with a place on the disk is checked.
    private static func partition(_ entry: Entry, from base: UInt64, _ sector: UInt64) -> Partition? {
        guard let start = base.plus(entry.start * sector), let end = start.plus(entry.count * sector) else {
            return nil
        }
        return Partition(range: start..<end, kind: Partition.kind(ofMBR: entry.type))
    }

    /// Each logical partition has a table of its own in front of it, which points to the next table.
    private static func logical(_ device: BlockDevice, extended: UInt64) throws(ExportError) -> [Partition] {
        let sector = UInt64(device.sectorBytes)
        var found: [Partition] = []
        var at = extended
        for _ in 0..<128 {
            let table = try device.bytes(at: at, count: 512)
            guard table.little(UInt16.self, at: 510) == 0xAA55 else { throw ExportError("damaged logical partitions") }
            let entries = entries(table)
            if entries[0].type != 0 {
                guard let partition = partition(entries[0], from: at, sector) else {
                    throw ExportError("a logical partition past the end")
                }
                found.append(partition)
            }
            guard entries[1].type != 0 else { return found }
            guard let next = extended.plus(entries[1].start * sector) else {
                throw ExportError("logical partitions past the end")
            }
            at = next
        }
        throw ExportError("logical partitions without end")
    }
}
