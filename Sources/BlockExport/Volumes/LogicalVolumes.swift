/// The physical volume of LVM2 in a partition: which of its extents belong to no logical volume, and where the volumes lie
/// that are one piece (LVM2, the text metadata format that `vgcfgbackup` writes).
///
/// Only metadata that is understood whole is used: one physical volume, one metadata area, a checksum that fits, segments with plain stripes.
struct LogicalVolumes {
    /// Bytes in the partition that no volume uses.
    let free: [Range<UInt64>]
    /// Of the volume group, without dashes.
    let identifier: String
    /// Size of the device for which the volume was made, as its label says.
    let deviceBytes: UInt64
    /// Volumes that are one contiguous piece of this partition.
    let pieces: [Range<UInt64>]

    /// Nil when there is no physical volume, or one that is not understood.
    init?(_ window: Window) throws(ExportError) {
        // With several physical volumes another one may hold newer metadata.
        guard let text = try Self.metadata(window), let group = LVMText(text), group.volumes.count == 1 else {
            return nil
        }
        guard let label = try Self.label(window), group.extentBytes > 0,
            let volume = group.volume(withIdentifier: String(decoding: label[32..<64], as: UTF8.self)),
            let bytes = volume.extents.times(group.extentBytes),
            let extents = volume.start.extent(of: bytes, within: window.count)
        else { return nil }
        identifier = group.identifier
        deviceBytes = label.little(UInt64.self, at: 64)
        var used: [Range<UInt64>] = []
        var whole: [Range<UInt64>] = []
        for segment in group.segments where segment.volume == volume.name {
            guard let first = segment.first.times(group.extentBytes), let start = volume.start.plus(first),
                let count = segment.extents.times(group.extentBytes),
                let range = start.extent(of: count, within: extents.upperBound)
            else { return nil }
            used.append(range)
            if segment.isWhole { whole.append(range) }
        }
        free = AllocationMap(size: window.count, free: used).extents(in: extents).filter { $0.used }.map { $0.range }
        pieces = whole
    }

    /// The sector with the label: one of the first four.
    private static func label(_ window: Window) throws(ExportError) -> [UInt8]? {
        guard let head = try window.bytes(at: 0, count: 2048) else { return nil }
        for sector in 0..<4 {
            let label = Array(head[(sector * 512)..<(sector * 512 + 512)])
            if label.starts(with: "LABELONE".utf8), label[24..<32].elementsEqual("LVM2 001".utf8) { return label }
        }
        return nil
    }

    private static func metadata(_ window: Window) throws(ExportError) -> String? {
        guard let label = try label(window) else { return nil }
        // After the header's 40 bytes: data areas, a zero one, then metadata areas, a zero one; 16 bytes each.
        var at = 32 + 40
        while at + 16 <= 512, label.little(UInt64.self, at: at) != 0 { at += 16 }
        at += 16
        guard at + 32 <= 512 else { return nil }
        let (start, length) = (label.little(UInt64.self, at: at), label.little(UInt64.self, at: at + 8))
        guard label.little(UInt64.self, at: at + 16) == 0, length <= 64 << 20,
            let header = try window.bytes(at: start, count: 512),
            header[4..<20].elementsEqual([0x20] + Array("LVM2 x[5A%r0N*>".utf8))
        else { return nil }
        let (offset, size) = (header.little(UInt64.self, at: 40), header.little(UInt64.self, at: 48))
        // A text that wraps round at the end of its area is rare, and left alone; one in an area that is marked as ignored
        // (pvchange --metadataignore) is as old as the mark.
        guard size > 0, header.little(UInt32.self, at: 60) & 1 == 0, size < 16 << 20, let end = offset.plus(size),
            end <= length,
            let place = start.plus(offset), let text = try window.bytes(at: place, count: Int(size)),
            LVMChecksum.of(text) == header.little(UInt32.self, at: 56)
        else { return nil }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// LVM's CRC: that of IEEE 802.3 with its own start and without the last inversion.
enum LVMChecksum {
    static func of(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xf597_a6cf
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return crc
    }
}
