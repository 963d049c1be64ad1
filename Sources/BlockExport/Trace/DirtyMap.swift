/// One bit for each small part of a disk.
struct DirtyMap: Sendable {
    let size: UInt64
    /// Bytes of a bit: 4 KiB, more on disks beyond 256 GiB, so that the map stays under 8 MiB.
    let granule: UInt64
    private var words: [UInt64]

    private static let mostBits: UInt64 = 1 << 26

    init(size: UInt64) {
        self.size = size
        var granule: UInt64 = 4096
        while size / granule > Self.mostBits { granule *= 2 }
        self.granule = granule
        words = [UInt64](repeating: 0, count: Int((size / granule + 64) / 64))
    }

    private subscript(bit: UInt64) -> Bool { words[Int(bit >> 6)] & (1 << (bit & 63)) != 0 }

    mutating func mark(_ range: Range<UInt64>) {
        let range = range.clamped(to: 0..<size)
        guard !range.isEmpty else { return }
        for bit in (range.lowerBound / granule)...((range.upperBound - 1) / granule) {
            words[Int(bit >> 6)] |= 1 << (bit & 63)
        }
    }

    /// `range` cut into marked and clean extents, ascending, without gaps; at most `limit`.
    func extents(in range: Range<UInt64>, limit: Int) -> [(range: Range<UInt64>, dirty: Bool)] {
        var result: [(range: Range<UInt64>, dirty: Bool)] = []
        var at = range.lowerBound
        while at < range.upperBound, result.count < limit {
            let dirty = self[at / granule]
            var bit = at / granule + 1
            let last = (range.upperBound - 1) / granule
            while bit <= last, self[bit] == dirty {
                // Whole words of one kind at once.
                let isWhole = bit & 63 == 0 && bit + 63 <= last && words[Int(bit >> 6)] == (dirty ? .max : 0)
                bit += isWhole ? 64 : 1
            }
            let end = min(bit * granule, range.upperBound)
            result.append((at..<end, dirty))
            at = end
        }
        return result
    }
}
