internal import BlockExport

/// The header of a qcow2 of version 3 as we write it: no backing file, no snapshots, no extensions.
struct Qcow2Header: Hashable {
    static let byteCount = 104
    /// With the end of the header's extensions, of which there are none.
    static let paddedByteCount = byteCount + 8

    let layout: Qcow2Layout
    /// "Dirty": the reference counts are not to be believed. So while we write; whoever opens the image counts anew.
    var isUnfinished: Bool

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.paddedByteCount)
        bytes.putBig(UInt32(0x5146_49FB), at: 0)  // "QFI\xFB"
        bytes.putBig(UInt32(3), at: 4)
        bytes.putBig(UInt32(Qcow2Layout.clusterBits), at: 20)
        bytes.putBig(layout.size, at: 24)
        bytes.putBig(UInt32(layout.tables), at: 36)
        bytes.putBig(layout.l1Offset, at: 40)
        bytes.putBig(layout.countTableOffset, at: 48)
        bytes.putBig(UInt32(layout.countTableClusters), at: 56)
        bytes.putBig(UInt64(isUnfinished ? 1 : 0), at: 72)
        bytes.putBig(UInt32(4), at: 96)  // counts of 2^4 bits
        bytes.putBig(UInt32(Self.byteCount), at: 100)
        return bytes
    }

    /// Whether a file that begins so was written by us, and for this disk.
    func isTwin(of head: [UInt8]) -> Bool {
        [true, false].contains { Qcow2Header(layout: layout, isUnfinished: $0).bytes == head }
    }
}
