internal import BlockExport

/// The 512 bytes at the end of every VHD, and once more at the start of a dynamic one.
struct VHDFooter: Sendable, Hashable {
    enum Kind: UInt32, Sendable {
        case fixed = 2, dynamic = 3
        /// A snapshot's or a clone's: what it lacks is in its parent.
        case differencing = 4
    }

    static let byteCount = 512
    static let cookie = Array("conectix".utf8)
    /// "Reserved": always set.
    static let features: UInt32 = 2
    static let version: UInt32 = 0x0001_0000
    /// There is no further structure.
    static let none: UInt64 = .max
    /// Readers take the disk's size from the footer of images of this creator; of unknown creators some (QEMU) take it
    /// from the geometry, which is smaller.
    private static let creator = Array("win ".utf8)
    private static let creatorVersion: UInt32 = 0x0006_0003
    private static let creatorSystem = Array("Wi2k".utf8)

    var kind: Kind
    /// The disk's size in bytes.
    var size: UInt64
    /// Seconds since 2000-01-01 00:00 UTC.
    var created: UInt32
    /// 16 bytes.
    var identifier: [UInt8]

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        bytes.replaceSubrange(0..<8, with: Self.cookie)
        bytes.putBig(Self.features, at: 8)
        bytes.putBig(Self.version, at: 12)
        bytes.putBig(kind == .fixed ? Self.none : UInt64(Self.byteCount), at: 16)
        bytes.putBig(created, at: 24)
        bytes.replaceSubrange(28..<32, with: Self.creator)
        bytes.putBig(Self.creatorVersion, at: 32)
        bytes.replaceSubrange(36..<40, with: Self.creatorSystem)
        bytes.putBig(size, at: 40)
        bytes.putBig(size, at: 48)
        bytes.putBig(VHDGeometry(bytes: size).word, at: 56)
        bytes.putBig(kind.rawValue, at: 60)
        bytes.replaceSubrange(68..<84, with: identifier.prefix(16))
        bytes.putBig(VHDChecksum.of(bytes, at: 64), at: 64)
        return bytes
    }

    /// Nil when the bytes are no footer, or are damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.cookie),
            bytes.big(UInt32.self, at: 64) == VHDChecksum.of(bytes, at: 64),
            let kind = Kind(rawValue: bytes.big(UInt32.self, at: 60))
        else { return nil }
        self.kind = kind
        size = bytes.big(UInt64.self, at: 48)
        created = bytes.big(UInt32.self, at: 24)
        identifier = Array(bytes[68..<84])
    }

    init(kind: Kind, size: UInt64, stamp: VHDStamp) {
        self.kind = kind
        self.size = size
        created = stamp.created
        identifier = stamp.identifier
    }
}

/// The one's complement of the sum of all bytes but the four of the checksum itself.
enum VHDChecksum {
    static func of(_ bytes: [UInt8], at place: Int) -> UInt32 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() where !(place..<(place + 4)).contains(index) { sum &+= UInt32(byte) }
        return ~sum
    }
}

extension [UInt8] {
    /// Writes a big-endian number at `offset`.
    package mutating func putBig<T: FixedWidthInteger>(_ value: T, at offset: Int) {
        Swift.withUnsafeBytes(of: value.bigEndian) { replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
}
