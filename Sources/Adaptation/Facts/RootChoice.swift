internal import Estate

/// Which of the file systems that look like a root is the one that the server ran from. Pure.
struct RootChoice: Sendable {
    var candidates: [GuestVolume]
    /// All volumes: a btrfs subvolume has the UUID of the one that it is a part of.
    var volumes: [GuestVolume]
    var profile: ServerProfile?

    /// Nil where nothing tells: then nobody guesses.
    var root: GuestVolume? {
        if candidates.count == 1 { return candidates[0] }
        if let uuid = scannedUUID { return scanned(uuid) }
        return live
    }

    // MARK: The scan

    private var scannedUUID: String? {
        profile?.disks.value?.flatMap(\.volumes).first { $0.mountPoint == "/" }?.uuid
    }

    private func scanned(_ uuid: String) -> GuestVolume? {
        let fitting = candidates.filter { system(of: $0) == uuid }
        if fitting.count == 1 { return fitting[0] }
        guard let subvolume = mountedSubvolume else { return fitting.first { $0.uuid == uuid } }
        // The device's own name stands for the subvolume that is mounted by default: openSUSE runs from a snapshot so.
        // Where nobody told which one that is, it stands for none.
        return fitting.first { (Self.path(of: $0) ?? $0.defaultSubvolume) == subvolume }
    }

    /// The kernel shows it for each btrfs mount: `subvol=/@/.snapshots/1/snapshot`.
    private var mountedSubvolume: String? {
        profile?.mounts.value?.first { $0.target == "/" && $0.type == "btrfs" }.flatMap { mount in
            mount.options.split(separator: ",").first { $0.hasPrefix("subvol=") }.map { option in
                String(option.dropFirst("subvol=".count).drop { $0 == "/" })
            }
        }
    }

    // MARK: Without one

    /// The one that is no snapshot, where one file system has them all. A file system that is a root without naming a
    /// subvolume is mounted so by default, and the others on it are older states or copies: nothing tells them apart.
    private var live: GuestVolume? {
        guard Set(candidates.map { system(of: $0) ?? base(of: $0)?.device ?? $0.device }).count == 1 else { return nil }
        let current = candidates.filter { !Self.isSnapshot($0) }
        return current.count == 1 ? current[0] : nil
    }

    /// Where snapper, timeshift and apt-btrfs-snapshot keep them.
    private static func isSnapshot(_ volume: GuestVolume) -> Bool {
        guard let path = path(of: volume) else { return false }
        let parts = path.split(separator: "/")
        return parts.contains(".snapshots") || parts.contains("timeshift-btrfs")
            || parts.contains { $0.hasPrefix("@apt-snapshot-") }
    }

    /// `@/home` of `btrfsvol:/dev/sda1/@/home`.
    private static func path(of volume: GuestVolume) -> String? {
        guard volume.device.hasPrefix("btrfsvol:/dev/") else { return nil }
        let rest = volume.device.dropFirst("btrfsvol:/dev/".count)
        return rest.firstIndex(of: "/").map { String(rest[rest.index(after: $0)...]) }
    }

    /// The UUID of the file system that it is, or is a part of.
    private func system(of volume: GuestVolume) -> String? {
        volume.systemUUID ?? volume.uuid ?? base(of: volume)?.uuid
    }

    private func base(of volume: GuestVolume) -> GuestVolume? {
        guard volume.device.hasPrefix("btrfsvol:") else { return volume }
        return volumes.first {
            !$0.device.hasPrefix("btrfsvol:") && volume.device.hasPrefix("btrfsvol:\($0.device)/")
        }
    }
}
