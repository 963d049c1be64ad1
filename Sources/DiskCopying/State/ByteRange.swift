/// A range of a disk, as JSON: `{"first": 4096, "end": 8192}`; `end` is the byte after the last.
package struct ByteRange: Sendable, Hashable, Codable {
    package var first: UInt64
    package var end: UInt64

    package init(_ range: Range<UInt64>) {
        first = range.lowerBound
        end = range.upperBound
    }

    /// All bytes of both lists, as ascending ranges that do not touch.
    static func union(_ some: [Range<UInt64>], _ others: [Range<UInt64>]) -> [Range<UInt64>] {
        guard !some.isEmpty else { return others }
        var result: [Range<UInt64>] = []
        for range in (some + others).sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
