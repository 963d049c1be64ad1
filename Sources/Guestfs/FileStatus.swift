/// What `lstat` says of a file of the guest.
package struct FileStatus: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        case regular, directory, symbolicLink, other
    }

    package var kind: Kind
    /// Permission bits, with set-user-ID and the like: `0o644`.
    package var mode: Int32
    package var owner: Int32
    package var group: Int32
    package var bytes: UInt64
    /// Names that the file has.
    package var links: Int

    package init(kind: Kind, mode: Int32, owner: Int32, group: Int32, bytes: UInt64, links: Int = 1) {
        self.kind = kind
        self.mode = mode
        self.owner = owner
        self.group = group
        self.bytes = bytes
        self.links = links
    }

    /// - Parameter raw: `st_mode`: the type in bits 12 to 15 (inode(7)).
    init(raw: Int64, owner: Int64, group: Int64, bytes: Int64, links: Int64 = 1) {
        let kind: Kind =
            switch raw & 0o170000 {
            case 0o100000: .regular
            case 0o040000: .directory
            case 0o120000: .symbolicLink
            default: .other
            }
        self.init(
            kind: kind, mode: Int32(truncatingIfNeeded: raw & 0o7777), owner: Int32(truncatingIfNeeded: owner),
            group: Int32(truncatingIfNeeded: group), bytes: UInt64(max(0, bytes)), links: Int(clamping: links))
    }
}
