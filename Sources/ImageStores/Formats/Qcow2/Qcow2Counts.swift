internal import BlockExport

/// The reference counts of a finished image: every cluster in use has exactly one.
struct Qcow2Counts {
    let layout: Qcow2Layout
    /// L2 tables in use.
    let tables: Set<Int>
    /// For each region of the file which of its clusters are in use.
    let regions: [UInt32]

    /// Where the first block lies: after the last region.
    private var first: UInt64 { layout.regionOffset(UInt32(regions.count)) }
    private var clustersBefore: Int { Int(first / Qcow2Layout.clusterBytes) }

    /// The blocks count themselves as well.
    var blocks: Int {
        let counts = Qcow2Layout.blockCounts
        var blocks = 1
        while blocks * counts < clustersBefore + blocks { blocks = (clustersBefore + blocks + counts - 1) / counts }
        return blocks
    }

    var end: UInt64 { offset(blocks) }
    func offset(_ block: Int) -> UInt64 { first + UInt64(block) * Qcow2Layout.clusterBytes }

    var table: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: layout.countTableClusters * Int(Qcow2Layout.clusterBytes))
        for block in 0..<blocks { bytes.putBig(offset(block), at: block * 8) }
        return bytes
    }

    func block(_ block: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(Qcow2Layout.clusterBytes))
        let start = block * Qcow2Layout.blockCounts
        for cluster in start..<min(start + Qcow2Layout.blockCounts, clustersBefore + blocks) where isUsed(cluster) {
            bytes[(cluster - start) * 2 + 1] = 1
        }
        return bytes
    }

    private func isUsed(_ cluster: Int) -> Bool {
        let offset = UInt64(cluster) * Qcow2Layout.clusterBytes
        if offset >= first || offset < layout.tableOffset(0) { return true }
        if offset < layout.firstRegion {
            return tables.contains(Int((offset - layout.tableOffset(0)) / Qcow2Layout.clusterBytes))
        }
        let index = Int((offset - layout.firstRegion) / Qcow2Layout.clusterBytes)
        let bit: UInt32 = 1 << UInt32(index % Qcow2Layout.regionClusters)
        return regions[index / Qcow2Layout.regionClusters] & bit != 0
    }
}
