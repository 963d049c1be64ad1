/// How an image holds a disk. Always said, never guessed from an image's content.
package enum ImageFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// The disk byte by byte; holes where it is empty.
    case raw
    /// QEMU's, version 3: written by ourselves, read by QEMU.
    case qcow2
    /// Dynamic VHD as XenServer's storage manager takes it.
    case vhd
    /// Fixed VHD: raw with a footer.
    case vhdFixed = "vhd-fixed"

    /// The driver's name in QEMU.
    package var qemuName: String {
        switch self {
        case .raw: "raw"
        case .qcow2: "qcow2"
        case .vhd, .vhdFixed: "vpc"
        }
    }

    /// What an image's name says: `.qcow2`, `.vhd`, all else raw. For new images only.
    package init(ofName name: String) {
        self = name.hasSuffix(".qcow2") ? .qcow2 : name.hasSuffix(".vhd") ? .vhd : .raw
    }
}
