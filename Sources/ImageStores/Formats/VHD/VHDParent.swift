internal import BlockExport
internal import Foundation

/// The image that a differencing VHD builds on, as its header names it (Virtual Hard Disk Image Format Specification 1.0,
/// "Dynamic Disk Header Format").
struct VHDParent: Sendable, Hashable {
    /// The parent's own, from its footer: 16 bytes.
    var identifier: [UInt8]
    /// The file's name, without folders.
    var file: String

    /// - Parameter header: its 1024 bytes.
    init(header: [UInt8]) {
        identifier = Array(header[40..<56])
        // UTF-16, the most significant byte first, up to the first zero.
        let units = stride(from: 64, to: 576, by: 2).map { header.big(UInt16.self, at: $0) }.prefix { $0 != 0 }
        let name = String(decoding: units, as: UTF16.self)
        file = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    }
}
