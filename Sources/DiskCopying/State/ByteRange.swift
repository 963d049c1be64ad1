/// A range of a disk, as JSON: `{"first": 4096, "end": 8192}`; `end` is the byte after the last.
package struct ByteRange: Sendable, Hashable, Codable {
    package var first: UInt64
    package var end: UInt64

    package init(_ range: Range<UInt64>) {
        first = range.lowerBound
        end = range.upperBound
    }
}
