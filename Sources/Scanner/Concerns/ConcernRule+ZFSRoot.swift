internal import Estate

extension ConcernRule {
    /// A root file system on ZFS.
    static let zfsRoot = ConcernRule(
        id: "zfs-root", severity: .critical,
        matters: "the appliance that adapts the copy cannot open ZFS",
        advice: "move the system to ext4, XFS or Btrfs, or install a new VM and move the service"
    ) { profile in
        profile.mounts.value?.filter { $0.target == "/" && $0.type == "zfs" }.map { "/ is \($0.source) on ZFS" } ?? []
    }
}
