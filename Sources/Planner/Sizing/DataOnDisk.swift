internal import Estate

/// How much of a disk holds data, as far as its mounted file systems say. What nobody explains counts as data: a copy
/// leaves out only what a file system calls free.
struct DataOnDisk {
    private let disk: Disk
    private let others: Set<String>

    /// File systems whose free space a copy leaves out.
    private static let understood: Set<String> = ["ext2", "ext3", "ext4", "xfs", "btrfs"]
    /// Share of a file system that its own tables may take beside what it calls used.
    private static let tables = 0.02

    /// - Returns: nil where nothing of the disk is known to be free.
    static func bytes(of disk: Disk, in profile: ServerProfile) -> UInt64? {
        let others = (profile.disks.value ?? []).filter { $0.device != disk.device }.flatMap(\.volumes).map(\.device)
        let reader = DataOnDisk(disk: disk, others: Set(others))
        var counted: Set<String> = []
        let free = (profile.mounts.value ?? []).reduce(UInt64(0)) { sum, mount in
            guard counted.insert(mount.source).inserted else { return sum }
            return min(sum + reader.free(mount), disk.bytes)
        }
        return free > 0 && free < disk.bytes ? disk.bytes - free : nil
    }

    /// Bytes of the disk that the mounted file system leaves free for sure.
    private func free(_ mount: Mount) -> UInt64 {
        guard let volume = disk.volumes.first(where: { $0.device == mount.source }), let used = mount.usedBytes,
            Self.understood.contains(mount.type), liesHere(volume)
        else { return 0 }
        let taken = Double(used) + Double(volume.bytes) * Self.tables
        return taken < Double(volume.bytes) ? volume.bytes - UInt64(taken) : 0
    }

    /// The whole volume is on this disk, in the clear: a partition, or a plain logical volume on one.
    private func liesHere(_ volume: Volume) -> Bool {
        guard !others.contains(volume.device), volume.bytes <= disk.bytes else { return false }
        guard let parent = volume.parent, parent != disk.device else { return ["part", "disk"].contains(volume.kind) }
        guard volume.kind == "lvm", let below = disk.volumes.first(where: { $0.device == parent }) else { return false }
        return below.kind == "part" && below.parent.map { $0 == disk.device } ?? true && volume.bytes <= below.bytes
    }
}
