/// A range of a disk, as JSON: `{"first": 4096, "end": 8192}`; `end` is the byte after the last.
public struct ByteRange: Sendable, Hashable, Codable {
    public var first: UInt64
    public var end: UInt64

    public init(_ range: Range<UInt64>) {
        first = range.lowerBound
        end = range.upperBound
    }
}
