internal import BlockExport

/// The 1024 bytes of a dynamic VHD that say where its block allocation table is.
struct VHDHeader: Sendable, Hashable {
    static let byteCount = 1024
    private static let cookie = Array("cxsparse".utf8)
    private static let version: UInt32 = 0x0001_0000

    var tableOffset: UInt64
    var tableEntries: UInt32
    var blockBytes: UInt32

    init(_ layout: VHDLayout) {
        tableOffset = layout.tableOffset
        tableEntries = UInt32(layout.blocks)
        blockBytes = UInt32(VHDLayout.blockBytes)
    }

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        bytes.replaceSubrange(0..<8, with: Self.cookie)
        bytes.putBig(VHDFooter.none, at: 8)
        bytes.putBig(tableOffset, at: 16)
        bytes.putBig(Self.version, at: 24)
        bytes.putBig(tableEntries, at: 28)
        bytes.putBig(blockBytes, at: 32)
        bytes.putBig(VHDChecksum.of(bytes, at: 36), at: 36)
        return bytes
    }

    /// Nil when the bytes are no header, or are damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.cookie),
            bytes.big(UInt32.self, at: 36) == VHDChecksum.of(bytes, at: 36),
            bytes.big(UInt32.self, at: 24) == Self.version
        else { return nil }
        tableOffset = bytes.big(UInt64.self, at: 16)
        tableEntries = bytes.big(UInt32.self, at: 28)
        blockBytes = bytes.big(UInt32.self, at: 32)
    }
}
