internal import Estate

/// How much of a server's disks its file systems use.
enum UsedSpace {
    /// Each device once, however often it is mounted. Nil where a mounted device did not say.
    static func bytes(of profile: ServerProfile) -> UInt64? {
        guard let mounts = profile.mounts.value else { return nil }
        var used: [String: UInt64] = [:]
        for mount in mounts where mount.source.hasPrefix("/dev/") && !images.contains(mount.type) {
            guard let bytes = mount.usedBytes else {
                // Another place of the same device may know.
                if mounts.contains(where: { $0.source == mount.source && $0.usedBytes != nil }) { continue }
                return nil
            }
            used[mount.source] = max(used[mount.source] ?? 0, bytes)
        }
        return used.isEmpty ? nil : used.values.reduce(0, &+)
    }

    /// Packed images that lie in a file of another file system: snaps, appliances, DVDs.
    private static let images: Set<String> = ["squashfs", "iso9660", "erofs", "udf"]
}
