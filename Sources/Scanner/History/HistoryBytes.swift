/// What a file of the past is, where it is no text.
package enum HistoryBytes: Sendable, Hashable {
    case text
    /// sysstat's own file: `sadf` of about the same version reads it.
    case sysstat
    /// A PCP archive's volume, index or names.
    case pcp
    /// The program that unpacks it.
    case packed(by: String)
    case empty

    /// By the first bytes: sysstat's `SYSSTAT_MAGIC` 0xd596 in either byte order (sa.h), PCP's label 0x50052600 + version
    /// behind its length (LOGARCHIVE(5)), and the marks of packers.
    package static func of(_ bytes: [UInt8]) -> HistoryBytes {
        func starts(_ mark: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: mark) }
        if bytes.isEmpty { return .empty }
        if starts([0x96, 0xD5]) || starts([0xD5, 0x96]) { return .sysstat }
        if starts([0x50, 0x05, 0x26], at: 4) { return .pcp }
        if starts([0x1F, 0x8B]) { return .packed(by: "gunzip") }
        if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return .packed(by: "unxz") }
        if starts(Array("BZh".utf8)) { return .packed(by: "bunzip2") }
        if starts([0x28, 0xB5, 0x2F, 0xFD]) { return .packed(by: "unzstd") }
        return .text
    }
}
