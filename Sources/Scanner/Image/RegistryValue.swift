/// A value of the registry; what its type does not hold is nil.
struct RegistryValue: Sendable, Hashable {
    var text: String?
    var number: UInt64?
    /// REG_MULTI_SZ.
    var list: [String]?
    var bytes: [UInt8]

    /// Types of the registry: 1 REG_SZ, 2 REG_EXPAND_SZ, 4 REG_DWORD, 5 the same in big-endian, 7 REG_MULTI_SZ, 11
    /// REG_QWORD. Text is UTF-16 in little-endian ([MS-RRP] 3.1.1.5).
    init(type: Int64, bytes: [UInt8]) {
        self.bytes = bytes
        switch type {
        case 1, 2: text = Self.strings(bytes).first ?? ""
        case 4 where bytes.count == 4, 11 where bytes.count == 8:
            number = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        case 5 where bytes.count == 4: number = bytes.reduce(0) { $0 << 8 | UInt64($1) }
        case 7: list = Self.strings(bytes).filter { !$0.isEmpty }
        default: break
        }
    }

    /// Strings that end with a zero, or with the data.
    private static func strings(_ bytes: [UInt8]) -> [String] {
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
        return units.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF16.self) }
    }
}
