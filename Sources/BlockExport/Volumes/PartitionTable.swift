/// Partitions of a disk, from an MBR with logical partitions, or a GPT.
enum PartitionTable {
    /// Byte ranges of the partitions; the whole disk when there is no table.
    ///
    /// - Throws: when a table is there but damaged: then nobody knows where file systems begin.
    static func read(from device: BlockDevice) throws(ExportError) -> [Range<UInt64>] {
        guard device.size >= 1024 else { return [0..<device.size] }
        let head = try device.bytes(at: 0, count: 512)
        guard head.little(UInt16.self, at: 510) == 0xAA55 else { return [0..<device.size] }
        let entries = primary(head)
        if entries.contains(where: { $0.type == 0xEE }) { return try guid(device) }
        // A boot sector of a file system without a table ends with the same two bytes.
        guard entries.allSatisfy({ $0.status & 0x7F == 0 }), entries.contains(where: { $0.type != 0 }) else {
            return [0..<device.size]
        }
        let sector = UInt64(device.sectorBytes)
        var found: [Range<UInt64>] = []
        for entry in entries where entry.type != 0 {
            if [0x05, 0x0F, 0x85].contains(entry.type) {
                found += try logical(device, extended: entry.start * sector)
            } else {
                found.append((entry.start * sector)..<((entry.start + entry.count) * sector))
            }
        }
        return sound(found, size: device.size)
    }

    private struct Entry {
        var status: UInt8
        var type: UInt8
        var start: UInt64
        var count: UInt64
    }

    private static func primary(_ sector: [UInt8]) -> [Entry] {
        (0..<4).map { index in
            let at = 446 + index * 16
            return Entry(
                status: sector[at], type: sector[at + 4], start: UInt64(sector.little(UInt32.self, at: at + 8)),
                count: UInt64(sector.little(UInt32.self, at: at + 12)))
        }
    }

    /// Each logical partition has a table of its own in front of it, which points to the next table.
    private static func logical(_ device: BlockDevice, extended: UInt64) throws(ExportError) -> [Range<UInt64>] {
        let sector = UInt64(device.sectorBytes)
        var found: [Range<UInt64>] = []
        var at = extended
        for _ in 0..<128 {
            let table = try device.bytes(at: at, count: 512)
            guard table.little(UInt16.self, at: 510) == 0xAA55 else { throw ExportError("damaged logical partitions") }
            let entries = primary(table)
            if entries[0].type != 0 {
                let start = at + entries[0].start * sector
                found.append(start..<(start + entries[0].count * sector))
            }
            guard entries[1].type != 0 else { return found }
            at = extended + entries[1].start * sector
        }
        throw ExportError("logical partitions without end")
    }

    private static func guid(_ device: BlockDevice) throws(ExportError) -> [Range<UInt64>] {
        let sector = UInt64(device.sectorBytes)
        var header = try device.bytes(at: sector, count: 92)
        let sum = header.little(UInt32.self, at: 16)
        for index in 16..<20 { header[index] = 0 }
        let count = Int(header.little(UInt32.self, at: 80))
        let size = Int(header.little(UInt32.self, at: 84))
        guard header.starts(with: "EFI PART".utf8), CRC32.of(header) == sum, count <= 1024, size >= 128, size <= 4096
        else { throw ExportError("damaged GPT") }
        let entries = try device.bytes(at: header.little(UInt64.self, at: 72) * sector, count: count * size)
        guard CRC32.of(entries) == header.little(UInt32.self, at: 88) else { throw ExportError("damaged GPT entries") }
        let found: [Range<UInt64>] = (0..<count).compactMap { index in
            let at = index * size
            guard entries[at..<(at + 16)].contains(where: { $0 != 0 }) else { return nil }
            let (first, last) = (entries.little(UInt64.self, at: at + 32), entries.little(UInt64.self, at: at + 40))
            guard first <= last, last < device.size / sector else { return nil }
            return (first * sector)..<((last + 1) * sector)
        }
        return sound(found, size: device.size)
    }

    /// Leaves out partitions that reach past the disk or lie over one another: neither is to be trusted.
    private static func sound(_ found: [Range<UInt64>], size: UInt64) -> [Range<UInt64>] {
        found.enumerated().filter { index, range in
            !range.isEmpty && range.upperBound <= size
                && !found.enumerated().contains { $0.offset != index && $0.element.overlaps(range) }
        }.map(\.element)
    }
}
