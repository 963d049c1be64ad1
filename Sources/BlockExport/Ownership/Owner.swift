/// Who says, in a place of his own, that a range of a disk is his.
///
/// More than one in a range means that nobody knows which of them is a leftover.
enum Owner: Sendable, Hashable, CustomStringConvertible {
    case ext, xfs, btrfs, swap, lvm
    /// A partition table: it owns the disk, the partitions have owners of their own.
    case table
    /// Some other file system, array, pool, volume manager, cache or encryption, by its name.
    case other(String)

    var description: String {
        switch self {
        case .ext: "ext"
        case .xfs: "XFS"
        case .btrfs: "btrfs"
        case .swap: "swap"
        case .lvm: "LVM2"
        case .table: "a partition table"
        case .other(let name): name
        }
    }
}
