/// How a disk is cut.
struct ChunkGrid: Sendable, Hashable {
    let bytes: UInt64
    let chunkBytes: Int

    var count: Int { Int((bytes + UInt64(chunkBytes) - 1) / UInt64(chunkBytes)) }

    func range(_ index: Int) -> Range<UInt64> {
        let start = UInt64(index) * UInt64(chunkBytes)
        return start..<min(start + UInt64(chunkBytes), bytes)
    }

    /// Chunks that any of these ascending ranges touches, ascending.
    func touched(by ranges: [Range<UInt64>]) -> [Int] {
        var result: [Int] = []
        for range in ranges where !range.isEmpty && range.lowerBound < bytes {
            let first = max(Int(range.lowerBound / UInt64(chunkBytes)), (result.last ?? -1) + 1)
            let last = Int((min(range.upperBound, bytes) - 1) / UInt64(chunkBytes))
            if first <= last { result += first...last }
        }
        return result
    }

    /// For each chunk that any of these ascending ranges touches, its parts.
    func parts(of ranges: [Range<UInt64>]) -> [(index: Int, parts: [Range<UInt64>])] {
        var result: [(index: Int, parts: [Range<UInt64>])] = []
        for whole in ranges {
            for index in touched(by: [whole]) {
                let part = whole.clamped(to: range(index))
                if result.last?.index == index {
                    result[result.count - 1].parts.append(part)
                } else {
                    result.append((index, [part]))
                }
            }
        }
        return result
    }
}
