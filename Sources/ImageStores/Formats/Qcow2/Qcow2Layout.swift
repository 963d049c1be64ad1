/// Where everything lies in a qcow2 that we write.
///
/// ```
/// cluster 0   header
///             reference count table    for the largest that the file can become
///             L1 table
///             L2 tables                one for each 512 MiB of the disk, a hole of the file until it is used
///             regions                  2 MiB of the disk each, in the order of their first write
/// end         reference count blocks   when the image is finished
/// ```
///
/// Source: the qcow2 image format of QEMU's documentation (`docs/interop/qcow2`), version 3. Bytes unless a name says else.
struct Qcow2Layout: Hashable {
    static let clusterBits = 16
    static let clusterBytes: UInt64 = 1 << clusterBits
    /// Clusters of the disk that lie together in the file; what is not written of them is a hole.
    static let regionClusters = 32
    static let regionBytes = clusterBytes * UInt64(regionClusters)
    /// Entries of 8 bytes in a table of one cluster.
    static let tableEntries = Int(clusterBytes / 8)
    /// Of the disk, that one L2 table describes.
    static let tableSpan = clusterBytes * UInt64(tableEntries)
    /// Counts of 16 bits in a block of one cluster.
    static let blockCounts = Int(clusterBytes / 2)

    /// The disk's, a multiple of 512.
    let size: UInt64

    init(bytes: UInt64) { size = (bytes + 511) / 512 * 512 }

    var regions: Int { Self.parts(size, Self.regionBytes) }
    var tables: Int { Self.parts(size, Self.tableSpan) }

    var countTableClusters: Int {
        let most = 2 + tables + tables / Self.tableEntries + regions * Self.regionClusters
        // A hundredth more for the blocks, the table itself and what was rounded.
        return Self.parts(UInt64(most + most / 100 + 8), UInt64(Self.blockCounts * Self.tableEntries))
    }

    let countTableOffset = clusterBytes
    var l1Offset: UInt64 { countTableOffset + UInt64(countTableClusters) * Self.clusterBytes }
    var l1Clusters: Int { Self.parts(UInt64(tables), UInt64(Self.tableEntries)) }
    private var firstTable: UInt64 { l1Offset + UInt64(l1Clusters) * Self.clusterBytes }
    func tableOffset(_ table: Int) -> UInt64 { firstTable + UInt64(table) * Self.clusterBytes }

    var firstRegion: UInt64 { tableOffset(tables) }
    /// - Parameter place: which region of the file, from 0.
    func regionOffset(_ place: UInt32) -> UInt64 { firstRegion + UInt64(place) * Self.regionBytes }

    private static func parts(_ whole: UInt64, _ part: UInt64) -> Int { Int((whole + part - 1) / part) }
}

/// The entries of L1 and L2 tables.
enum Qcow2Entry {
    /// Exactly one reference: may be written in place.
    static let copied: UInt64 = 1 << 63
    static let offsetMask: UInt64 = 0x00FF_FFFF_FFFF_FE00
}
