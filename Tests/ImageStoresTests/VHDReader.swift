import Foundation

/// Reads a VHD by the published specification (Virtual Hard Disk Image Format Specification, version 1.0), knowing
/// nothing of our writer: every rule that it states is required here.
struct VHDReader {
    struct Bad: Error, CustomStringConvertible {
        var description: String
    }

    let size: UInt64
    let isDynamic: Bool
    let geometryBytes: UInt64
    let allocated: Int
    private let file: FileHandle
    private let table: [UInt32]

    init(path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        file = handle
        let length = try handle.seekToEnd()
        func bytes(_ offset: UInt64, _ count: Int) throws -> [UInt8] {
            try handle.seek(toOffset: offset)
            return Array(try handle.read(upToCount: count) ?? Data())
        }
        let footer = try bytes(length - 512, 512)
        try Self.require(length % 512 == 0, "a length of \(length)")
        try Self.require(String(decoding: footer[0..<8], as: UTF8.self) == "conectix", "no cookie at the end")
        try Self.require(Self.sum(footer, 64) == Self.number(footer, 64, 4), "the footer's checksum")
        try Self.require(Self.number(footer, 8, 4) == 2 && Self.number(footer, 12, 4) == 0x10000, "features or version")
        size = Self.number(footer, 48, 8)
        try Self.require(Self.number(footer, 40, 8) == size, "two sizes")
        geometryBytes = Self.number(footer, 56, 2) * Self.number(footer, 58, 1) * Self.number(footer, 59, 1) * 512
        try Self.require(footer[84...].allSatisfy { $0 == 0 }, "reserved bytes")
        isDynamic = Self.number(footer, 60, 4) == 3
        guard isDynamic else {
            try Self.require(Self.number(footer, 60, 4) == 2, "the disk type")
            try Self.require(Self.number(footer, 16, 8) == .max && length == size + 512, "a fixed disk's place")
            (table, allocated) = ([], 0)
            return
        }
        try Self.require(try bytes(0, 512) == footer, "the copy of the footer")
        let headerAt = Self.number(footer, 16, 8)
        let header = try bytes(headerAt, 1024)
        try Self.require(String(decoding: header[0..<8], as: UTF8.self) == "cxsparse", "no cookie in the header")
        try Self.require(Self.sum(header, 36) == Self.number(header, 36, 4), "the header's checksum")
        try Self.require(Self.number(header, 8, 8) == .max, "the header's next structure")
        try Self.require(Self.number(header, 32, 4) == 2 << 20, "the block size")
        let entries = Int(Self.number(header, 28, 4))
        try Self.require(UInt64(entries) * (2 << 20) == size, "\(entries) blocks for \(size) bytes")
        let tableAt = Self.number(header, 16, 8)
        let raw = try bytes(tableAt, (entries * 4 + 511) / 512 * 512)
        try Self.require(raw[(entries * 4)...].allSatisfy { $0 == 0xFF }, "the table's padding")
        table = raw.prefix(entries * 4).withUnsafeBytes { $0.bindMemory(to: UInt32.self).map(\.bigEndian) }
        var free = tableAt + UInt64(raw.count)
        for sector in table.filter({ $0 != .max }).sorted() {
            try Self.require(UInt64(sector) * 512 >= free, "blocks over one another")
            free = UInt64(sector) * 512 + 512 + 2 << 20
        }
        try Self.require(free <= length - 512, "a block past the end")
        allocated = table.count { $0 != .max }
    }

    /// The bytes of the disk.
    func read(_ range: Range<UInt64>) throws -> [UInt8] {
        guard isDynamic else {
            try file.seek(toOffset: range.lowerBound)
            return Array(try file.read(upToCount: range.count) ?? Data())
        }
        var result: [UInt8] = []
        var at = range.lowerBound
        while at < range.upperBound {
            let end = min((at / 512 + 1) * 512, range.upperBound)
            result += try sector(at / 512)[Int(at % 512)..<(Int(at % 512) + Int(end - at))]
            at = end
        }
        return result
    }

    private func sector(_ number: UInt64) throws -> [UInt8] {
        let (block, within) = (Int(number / 4096), number % 4096)
        guard table[block] != .max else { return [UInt8](repeating: 0, count: 512) }
        let start = UInt64(table[block]) * 512
        try file.seek(toOffset: start + within / 8)
        guard let bits = try file.read(upToCount: 1)?.first, bits & (0x80 >> UInt8(within % 8)) != 0 else {
            return [UInt8](repeating: 0, count: 512)
        }
        try file.seek(toOffset: start + 512 + within * 512)
        return Array(try file.read(upToCount: 512) ?? Data())
    }

    private static func require(_ condition: Bool, _ what: String) throws {
        if !condition { throw Bad(description: what) }
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        bytes[at..<(at + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func sum(_ bytes: [UInt8], _ place: Int) -> UInt64 {
        var sum: UInt32 = 0
        for index in bytes.indices where index < place || index >= place + 4 { sum &+= UInt32(bytes[index]) }
        return UInt64(~sum)
    }
}
