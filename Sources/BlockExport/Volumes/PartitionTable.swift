/// Partitions of a disk, from an MBR with logical partitions, or a GPT.
struct PartitionTable: Sendable, Hashable {
    /// In the order of the table; those that reach past the disk or lie over one another are left out.
    let partitions: [Partition]
    /// Nothing speaks against it: a GPT is whole at both ends, and no entry was left out.
    let isSound: Bool

    /// Nil when there is no table.
    ///
    /// - Throws: when a table is there but damaged: then nobody knows where file systems begin.
    init?(_ device: BlockDevice) throws(ExportError) {
        guard device.size >= 1024 else { return nil }
        let head = try device.bytes(at: 0, count: 512)
        guard head.little(UInt16.self, at: 510) == 0xAA55 else { return nil }
        let entries = MasterBootRecord.entries(head)
        if entries.contains(where: { $0.type == 0xEE }) {
            let (found, isWhole) = try GUIDTable.read(device)
            self.init(found, size: device.size, isWhole: isWhole)
            return
        }
        // A boot sector of a file system without a table ends with the same two bytes.
        guard entries.allSatisfy({ $0.status & 0x7F == 0 }), entries.contains(where: { $0.type != 0 }) else {
            return nil
        }
        let (found, isWhole) = try MasterBootRecord.partitions(device, entries)
        self.init(found, size: device.size, isWhole: isWhole)
    }

    /// Leaves out partitions that reach past the disk or lie over one another: neither is to be trusted.
    private init(_ found: [Partition], size: UInt64, isWhole: Bool) {
        partitions = found.enumerated().filter { index, partition in
            !partition.range.isEmpty && partition.range.upperBound <= size
                && !found.enumerated().contains { $0.offset != index && $0.element.range.overlaps(partition.range) }
        }.map(\.element)
        isSound = isWhole && partitions.count == found.count
    }
}
