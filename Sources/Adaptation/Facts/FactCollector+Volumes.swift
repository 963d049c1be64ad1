internal import Estate
internal import Guestfs

extension FactCollector {
    /// Volumes after arrays are started and encrypted partitions are opened, where the keys fit.
    func openedVolumes() throws -> [GuestVolume] {
        var volumes = try self.volumes()
        let raids = try session.raidDevices()
        if raids.isEmpty, volumes.contains(where: { $0.type == "linux_raid_member" }) {
            session.startIncompleteArrays()
            volumes = try self.volumes()
        }
        let locked = volumes.filter { $0.type == "crypto_LUKS" }
        let opened = locked.enumerated().filter { number, volume in
            keys.contains { (try? session.unlock(volume.device, key: $0, as: "p2v\(number)")) != nil }
        }
        if !opened.isEmpty {
            volumes = try self.volumes()
            for (number, _) in opened where !volumes.contains(where: { $0.device == "/dev/mapper/p2v\(number)" }) {
                volumes.append(try volume("/dev/mapper/p2v\(number)", type: nil))
            }
        }
        return volumes
    }

    func volumes() throws -> [GuestVolume] {
        let systems = try session.fileSystems()
        var types: [String: String] = [:]
        for (device, type) in systems { types[device] = type }
        let partitions = try session.partitions()
        let others = try session.devices() + session.logicalVolumes() + session.raidDevices()
        let plain = Set(partitions + others)
        var volumes = try (partitions + others).map { try volume($0, type: types[$0]) }
        if systems.contains(where: { $0.key.hasPrefix("btrfsvol:") }) {
            for at in volumes.indices where volumes[at].type == "btrfs" {
                // Not told, it is no reason to take the device for the subvolume that the server ran from.
                volumes[at].defaultSubvolume = try? session.defaultSubvolume(of: volumes[at].device)
            }
        }
        // A btrfs subvolume is mountable under a name of its own, with the UUID of its file system.
        for (device, type) in systems where !plain.contains(device) {
            var volume = GuestVolume(device: device, type: type)
            // Where it is not told, the names have to fit; where they do not, the root is refused and not guessed.
            if device.hasPrefix("btrfsvol:") { volume.systemUUID = try? session.fileSystemUUID(of: device) }
            volumes.append(volume)
        }
        return volumes
    }

    private func volume(_ device: String, type: String?) throws -> GuestVolume {
        let seen = (try? session.identity(of: device)) ?? [:]
        let place = DevicePlace(device)
        return GuestVolume(
            device: device, disk: place.flatMap { $0.index < disks.count ? $0.index : nil },
            partition: place?.partition, type: seen["TYPE"] ?? type ?? "",
            uuid: seen["UUID"], label: seen["LABEL"], partitionUUID: seen["PART_ENTRY_UUID"],
            partitionType: seen["PART_ENTRY_TYPE"], partitionLabel: seen["PART_ENTRY_NAME"])
    }

    /// The one file system that looks like a root. Several are told apart by the scan.
    func findRoot(_ volumes: [GuestVolume]) throws -> GuestVolume {
        let broken = Findings()
        let candidates = volumes.filter { Self.linuxTypes.contains($0.type) && isRoot($0, broken) }
        try session.unmountAll()
        guard !candidates.isEmpty else { throw noRoot(volumes, broken) }
        if let root = RootChoice(candidates: candidates, volumes: volumes, profile: profile).root { return root }
        throw Failure(
            "choose the root file system", on: disks.map(\.name).joined(separator: ", "),
            because: "several look like one: \(candidates.map(\.device).joined(separator: ", "))",
            next: "scan the server and adapt with --profile, so that the scan tells which one it ran from",
            exit: .refused)
    }

    private func isRoot(_ volume: GuestVolume, _ broken: Findings) -> Bool {
        try? session.unmountAll()
        do throws(GuestfsError) {
            try session.mountReadOnly(volume.device, at: "/")
        } catch {
            broken.add("\(volume.device) (\(volume.type)): \(error.message)")
            return false
        }
        return session.status(of: "/etc")?.kind == .directory
            && ["/etc/fstab", "/etc/os-release", "/etc/passwd"].contains { session.status(of: $0) != nil }
            && ["/bin", "/usr", "/sbin"].contains { session.status(of: $0) != nil }
    }

    private func noRoot(_ volumes: [GuestVolume], _ broken: Findings) -> Failure {
        if volumes.contains(where: { $0.type == "zfs_member" }) {
            return refusal(
                "the root is on ZFS, which the appliance cannot open",
                next: "move the root to another file system, or take the copy untouched with p2v adapt --raw")
        }
        if !broken.lines.isEmpty {
            return refusal(
                "a file system cannot be mounted: \(broken.lines.joined(separator: "; "))",
                next: "repair it in the copy (fsck, xfs_repair), never on the server; then adapt again")
        }
        let seen = volumes.filter { !$0.type.isEmpty }.map { "\($0.device) \($0.type)" }.joined(separator: ", ")
        return Failure(
            "find the root file system", on: disks.map(\.name).joined(separator: ", "),
            because:
                "none of what lies on the disks looks like one (\(seen.isEmpty ? "no file system was found" : seen))",
            next: "check that every disk of the server is given, in its order; an encrypted disk needs its key",
            exit: .refused)
    }

    private func refusal(_ reason: String, next: String) -> Failure {
        Failure(
            "find the root file system", on: disks.map(\.name).joined(separator: ", "), because: reason, next: next,
            exit: .refused)
    }

    static let linuxTypes: Set<String> = ["ext2", "ext3", "ext4", "xfs", "btrfs", "reiserfs", "jfs", "f2fs"]
}
