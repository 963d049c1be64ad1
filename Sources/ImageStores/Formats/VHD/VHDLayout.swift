internal import Estate

/// Where everything lies in a dynamic VHD.
///
/// ```
/// 0      footer (copy)                                   512 bytes
/// 512    header                                         1024
/// 1536   block allocation table, padded to sectors      4 × blocks
///        … gap, so that data begins at a multiple of 4096
///        block: sector bitmap (512), data (2 MiB)        one after the other, in the order of their first write
/// end    footer
/// ```
package struct VHDLayout: Sendable, Hashable {
    /// Bytes of a block; also what XenServer's storage manager rounds sizes up to.
    package static let blockBytes: UInt64 = 2 << 20
    /// The largest disk that XenServer's storage manager takes.
    package static let largestBytes: UInt64 = 2040 << 30
    static let sectorBytes: UInt64 = 512
    /// One bit a sector of a block.
    static let bitmapBytes = Int(blockBytes / sectorBytes / 8)
    static let unused: UInt32 = .max

    /// The disk's size: a multiple of ``blockBytes``.
    package let size: UInt64
    let tableOffset: UInt64 = 1536

    /// - Parameter bytes: of the content; rounded up to 2 MiB.
    /// - Throws: ``Failure`` (refused) when it is larger than ``largestBytes``.
    package init(bytes: UInt64) throws {
        guard bytes <= Self.largestBytes else {
            throw Failure(
                "make a VHD", on: "\(bytes) bytes",
                because: "XenServer takes VHDs of up to 2040 GiB (\(Self.largestBytes) bytes)",
                next: "use --format raw or qcow2, or make the disk smaller before", exit: .refused)
        }
        size = max(1, (bytes + Self.blockBytes - 1) / Self.blockBytes) * Self.blockBytes
    }

    var blocks: Int { Int(size / Self.blockBytes) }
    var tableBytes: Int { (blocks * 4 + 511) / 512 * 512 }

    /// The sector of the first block's bitmap.
    var firstSector: UInt64 { Self.aligned(after: (tableOffset + UInt64(tableBytes)) / Self.sectorBytes) }

    /// The first sector from `sector` on where a bitmap may lie, so that the data after it begins at a multiple of 4096.
    static func aligned(after sector: UInt64) -> UInt64 { (sector + 1 + 7) / 8 * 8 - 1 }

    /// The sector after a block whose bitmap is at `sector`.
    static func end(ofBlockAt sector: UInt64) -> UInt64 {
        sector + UInt64(bitmapBytes) / sectorBytes + blockBytes / sectorBytes
    }
}
