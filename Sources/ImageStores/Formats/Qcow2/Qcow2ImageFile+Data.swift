internal import BlockExport

extension Qcow2ImageFile {
    /// As the tables in the file tell it, not the map in memory: an entry that was never written is no data.
    func dataRanges() async throws -> [Range<UInt64>]? {
        let l1 = try await file.read(at: layout.l1Offset, count: layout.tables * 8)
        // A table that was never used may lie behind the end of an image that is still written.
        var ranges: [Range<UInt64>] = []
        for table in 0..<min(layout.tables, l1.count / 8) where l1.big(UInt64.self, at: table * 8) != 0 {
            let l2 = try await file.read(at: layout.tableOffset(table), count: Int(Qcow2Layout.clusterBytes))
            for index in 0..<(l2.count / 8) where l2.big(UInt64.self, at: index * 8) != 0 {
                add(table * Qcow2Layout.tableEntries + index, to: &ranges)
            }
        }
        let size = try await size()
        return ranges.map { $0.clamped(to: 0..<size) }.filter { !$0.isEmpty }
    }

    private func add(_ cluster: Int, to ranges: inout [Range<UInt64>]) {
        let start = UInt64(cluster) * Qcow2Layout.clusterBytes
        let end = start + Qcow2Layout.clusterBytes
        if let last = ranges.last, last.upperBound == start {
            ranges[ranges.count - 1] = last.lowerBound..<end
        } else {
            ranges.append(start..<end)
        }
    }
}
