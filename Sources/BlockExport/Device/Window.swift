/// A part of a device, read in small pieces with a little cache; offsets count from the start of the part.
final class Window {
    let device: BlockDevice
    let range: Range<UInt64>
    private var cache: [UInt8] = []
    private var cacheStart: UInt64 = 0
    private static let cacheBytes: UInt64 = 256 << 10

    init(_ device: BlockDevice, range: Range<UInt64>) {
        self.device = device
        self.range = range
    }

    var count: UInt64 { range.upperBound - range.lowerBound }

    /// The bytes at `offset`, or nil where the part does not reach so far.
    func bytes(at offset: UInt64, count: Int) throws(ExportError) -> [UInt8]? {
        guard count >= 0, offset <= self.count, UInt64(count) <= self.count - offset else { return nil }
        if offset < cacheStart || offset + UInt64(count) > cacheStart + UInt64(cache.count) {
            let length = min(max(Self.cacheBytes, UInt64(count)), self.count - offset)
            cache = try device.bytes(at: range.lowerBound + offset, count: Int(length))
            cacheStart = offset
        }
        let skip = Int(offset - cacheStart)
        return Array(cache[skip..<(skip + count)])
    }
}

extension [UInt8] {
    /// A little-endian number of 2, 4 or 8 bytes at `offset`; 0 where the bytes do not reach so far.
    func little<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T {
        guard offset >= 0, offset <= count - T.bitWidth / 8 else { return 0 }
        return withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self)) }
    }
}
