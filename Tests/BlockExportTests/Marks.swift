@testable import BlockExport

/// Bytes as owners write them.
enum Marks {
    static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    static func big(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    /// The four labels of a ZFS pool in so many bytes: pairs that name it, and an uberblock.
    static func poolLabels(_ size: UInt64) -> [([UInt8], UInt64)] {
        let label: UInt64 = 256 << 10
        let end = size / label * label
        let pairs: [UInt8] =
            [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 36, 0, 0, 0, 32, 0, 0, 0, 7] + Array("version".utf8)
        return [0, label, end - 2 * label, end - label].flatMap { start in
            [(pairs, start + 16384), (little(UInt64(0x00BA_B10C)), start + (128 << 10))]
        }
    }

    /// The first sector of a disk with one partition of Linux that leaves a mebibyte at either end.
    static func masterBootRecord(_ size: UInt64) -> [UInt8] {
        bootRecord(type: 0x83, first: 2048, count: UInt32(size / 512 - 4096))
    }

    private static func bootRecord(type: UInt8, first: UInt32, count: UInt32) -> [UInt8] {
        [UInt8](repeating: 0, count: 446) + [0, 0, 0, 0, type, 0, 0, 0] + little(first) + little(count)
            + [UInt8](repeating: 0, count: 48) + [0x55, 0xAA]
    }

    /// A GPT with the same partition: protective record, header and entries, and their copies at the end.
    static func guidTable(_ size: UInt64) -> [([UInt8], UInt64)] {
        let last = size / 512 - 1
        let type: [UInt8] = [
            0xAF, 0x3D, 0xC6, 0x0F, 0x83, 0x84, 0x72, 0x47, 0x8E, 0x79, 0x3D, 0x69, 0xD8, 0x47, 0x7D, 0xE4,
        ]
        let entry = type + [UInt8](repeating: 9, count: 16) + little(UInt64(2048)) + little(last - 2048)
        let entries = entry + [UInt8](repeating: 0, count: 128 * 128 - entry.count)
        func header(at place: UInt64, copy: UInt64, entries start: UInt64) -> [UInt8] {
            var bytes = Array("EFI PART".utf8) + little(UInt32(0x10000)) + little(UInt32(92)) + little(UInt64(0))
            bytes += little(place) + little(copy) + little(UInt64(34)) + little(last - 33)
            bytes += [UInt8](repeating: 3, count: 16) + little(start) + little(UInt32(128)) + little(UInt32(128))
            bytes += little(CRC32.of(entries))
            bytes.replaceSubrange(16..<20, with: little(CRC32.of(bytes)))
            return bytes
        }
        let protective = bootRecord(type: 0xEE, first: 1, count: UInt32(last))
        return [
            (protective, 0), (header(at: 1, copy: last, entries: 2), 512), (entries, 1024),
            (entries, (last - 32) * 512), (header(at: last, copy: 1, entries: last - 32), last * 512),
        ]
    }

    /// Of a group of one volume with ten extents; one logical volume has four of them, from the third on.
    static let groupText = """
        vg0 {
        id = "x"
        extent_size = 8192		# 4 Megabytes
        physical_volumes {
        pv0 {
        id = "AAAAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGGGG"
        pe_start = 2048
        pe_count = 10
        }
        }
        logical_volumes {
        root {
        status = ["READ", "WRITE", "VISIBLE"]
        segment_count = 1
        segment1 {
        start_extent = 0
        extent_count = 4
        type = "striped"
        stripe_count = 1	# linear
        stripes = [
        "pv0", 2
        ]
        }
        }
        }
        }

        """

    /// A physical volume as `pvcreate` and `vgcreate` write it.
    static func physicalVolume(_ text: String, size: UInt64) -> [([UInt8], UInt64)] {
        var label = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: [UInt8], _ at: Int) { label.replaceSubrange(at..<(at + bytes.count), with: bytes) }
        put(Array("LABELONE".utf8), 0)
        put(Array("LVM2 001".utf8), 24)
        put(Array("AAAAAABBBBCCCCDDDDEEEEFFFFGGGGGG".utf8), 32)
        put(little(size), 64)
        put(little(UInt64(1 << 20)), 72)
        put(little(UInt64(4096)) + little(UInt64(1_044_480)), 104)
        var header = [UInt8](repeating: 0, count: 512)
        let body = Array(text.utf8) + [0]
        header.replaceSubrange(4..<20, with: [0x20] + Array("LVM2 x[5A%r0N*>".utf8))
        header.replaceSubrange(40..<56, with: little(UInt64(512)) + little(UInt64(body.count)))
        header.replaceSubrange(56..<60, with: little(LVMChecksum.of(body)))
        return [(label, 512), (header, 4096), (body, 4096 + 512)]
    }
}
