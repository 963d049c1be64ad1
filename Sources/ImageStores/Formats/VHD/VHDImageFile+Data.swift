internal import BlockExport

extension VHDImageFile {
    /// As the table in the file tells it, not the one in memory: an entry that was never written is no data.
    package func dataRanges() async throws -> [Range<UInt64>]? {
        let raw = try await file.read(at: layout.tableOffset, count: layout.blocks * 4)
        guard raw.count == layout.blocks * 4 else { return nil }
        let size = try await size()
        var ranges: [Range<UInt64>] = []
        for block in 0..<layout.blocks where raw.big(UInt32.self, at: block * 4) != VHDLayout.unused {
            let start = UInt64(block) * VHDLayout.blockBytes
            ranges.append(start..<min(size, start + VHDLayout.blockBytes))
        }
        return ranges
    }
}
