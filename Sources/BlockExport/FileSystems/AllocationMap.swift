/// Which parts of a disk hold something, as the file systems on it say. Everything unknown counts as used.
package struct AllocationMap: Sendable, Hashable {
    package let size: UInt64
    /// Free ranges in bytes, ascending, apart from each other.
    package private(set) var free: [Range<UInt64>]

    /// - Parameter free: in any order; overlaps are merged; what lies past `size` is cut off.
    package init(size: UInt64, free: [Range<UInt64>]) {
        self.size = size
        self.free = Self.merged(free.map { $0.clamped(to: 0..<size) })
    }

    /// Nothing is free.
    package static func full(_ size: UInt64) -> AllocationMap { AllocationMap(size: size, free: []) }

    /// One piece of the disk.
    package struct Extent: Sendable, Hashable {
        package var range: Range<UInt64>
        package var used: Bool

        package init(range: Range<UInt64>, used: Bool) {
            self.range = range
            self.used = used
        }
    }

    /// `range` cut into used and free extents, ascending, without gaps; at most `limit` of them.
    package func extents(in range: Range<UInt64>, limit: Int = .max) -> [Extent] {
        var extents: [Extent] = []
        var at = range.lowerBound
        var index = firstFree(endingAfter: at)
        while at < range.upperBound, extents.count < limit {
            let next = index < free.count ? free[index] : size..<size
            if next.contains(at) {
                let end = min(next.upperBound, range.upperBound)
                extents.append(Extent(range: at..<end, used: false))
                at = end
                index += 1
            } else {
                let end = index < free.count ? min(next.lowerBound, range.upperBound) : range.upperBound
                extents.append(Extent(range: at..<end, used: true))
                at = end
            }
        }
        return extents
    }

    /// Used bytes in all.
    package var usedBytes: UInt64 { size - free.reduce(0) { $0 + UInt64($1.count) } }

    private func firstFree(endingAfter offset: UInt64) -> Int {
        var (low, high) = (0, free.count)
        while low < high {
            let middle = (low + high) / 2
            if free[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func merged(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
        var result: [Range<UInt64>] = []
        for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// Ranges that are free in one map and used in the other, ascending.
    func differences(from other: AllocationMap) -> [Range<UInt64>] {
        var edges: [UInt64] = []
        for range in free + other.free { edges += [range.lowerBound, range.upperBound] }
        edges.sort()
        var result: [Range<UInt64>] = []
        // Each map turns from used to free, or back, at each of its edges; where both do, nothing changes.
        var start: UInt64?
        for edge in edges {
            if let first = start {
                if edge > first { result.append(first..<edge) }
                start = nil
            } else {
                start = edge
            }
        }
        return Self.merged(result)
    }

    /// Ranges that both lists call free.
    static func intersection(_ a: [Range<UInt64>], _ b: [Range<UInt64>]) -> [Range<UInt64>] {
        let (a, b) = (merged(a), merged(b))
        var result: [Range<UInt64>] = []
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            let both = a[i].clamped(to: b[j])
            if !both.isEmpty, a[i].overlaps(b[j]) { result.append(both) }
            if a[i].upperBound < b[j].upperBound { i += 1 } else { j += 1 }
        }
        return result
    }
}
