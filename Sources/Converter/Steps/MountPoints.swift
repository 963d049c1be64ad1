package import Estate

/// Which file systems to hold still for a proof: pure.
package enum MountPoints {
    /// Linux can freeze these (FIFREEZE, ioctl_fsfreeze); a vfat ESP it cannot, and nothing writes there on its own.
    private static let freezable: Set<String> = ["ext2", "ext3", "ext4", "xfs", "btrfs", "jfs", "reiserfs", "nilfs2"]

    /// All of the server's, not only the disk's: with LVM and RAID one disk's blocks are written through another's. The
    /// root last, since what holds them runs from it.
    package static func toHold(of profile: ServerProfile) -> [String] {
        let points = (profile.mounts.value ?? []).filter { mount in
            freezable.contains(mount.type) && mount.source.hasPrefix("/dev/") && mount.target.hasPrefix("/")
        }.map(\.target)
        return Set(points).sorted { ($0.count, $0) > ($1.count, $1) }
    }
}
