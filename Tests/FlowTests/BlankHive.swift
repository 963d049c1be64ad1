/// The smallest registry hive: a head, one bin, a root key and its security record. hivexregedit fills it.
///
/// Layout: the regf format as hivex's documentation and the file itself describe it.
enum BlankHive {
    static let bytes: [UInt8] = {
        var head = [UInt8](repeating: 0, count: 4096)
        put(Array("regf".utf8), at: 0, in: &head)
        put(UInt32(1), at: 4, in: &head)
        put(UInt32(1), at: 8, in: &head)
        put(UInt32(1), at: 20, in: &head)
        put(UInt32(3), at: 24, in: &head)
        put(UInt32(1), at: 32, in: &head)
        put(UInt32(0x20), at: 36, in: &head)
        put(UInt32(4096), at: 40, in: &head)
        put(UInt32(1), at: 44, in: &head)
        put((0..<127).reduce(UInt32(0)) { $0 ^ word(at: $1 * 4, in: head) }, at: 508, in: &head)
        return head + bin
    }()

    private static let bin: [UInt8] = {
        var bin = [UInt8](repeating: 0, count: 4096)
        let none = UInt32.max
        put(Array("hbin".utf8), at: 0, in: &bin)
        put(UInt32(4096), at: 8, in: &bin)
        // The root key: flags "root", "do not delete", "name in ASCII".
        put(UInt32(bitPattern: -0x60), at: 0x20, in: &bin)
        put(Array("nk".utf8) + [0x2C, 0], at: 0x24, in: &bin)
        for field in [0x34, 0x40, 0x44, 0x4C, 0x54] { put(none, at: field, in: &bin) }
        put(UInt32(0x80), at: 0x50, in: &bin)
        put([12, 0, 0, 0] + Array("$$$PROTO.HIV".utf8), at: 0x6C, in: &bin)
        // Its security record, which new keys share.
        put(UInt32(bitPattern: -0x30), at: 0x80, in: &bin)
        put(Array("sk".utf8), at: 0x84, in: &bin)
        for field in [0x88, 0x8C] { put(UInt32(0x80), at: field, in: &bin) }
        put(UInt32(1), at: 0x90, in: &bin)
        put(UInt32(20), at: 0x94, in: &bin)
        put([1, 0, 0, 0x80], at: 0x98, in: &bin)
        put(UInt32(4096 - 0xB0), at: 0xB0, in: &bin)
        return bin
    }()

    private static func put(_ bytes: [UInt8], at offset: Int, in target: inout [UInt8]) {
        target.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    private static func put(_ value: UInt32, at offset: Int, in target: inout [UInt8]) {
        put((0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }, at: offset, in: &target)
    }

    private static func word(at offset: Int, in bytes: [UInt8]) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
    }
}
