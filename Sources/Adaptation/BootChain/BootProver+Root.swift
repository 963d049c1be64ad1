extension BootProver {
    /// The root by a name that exists in the virtual machine, and that means the root which was changed.
    func root(_ entry: BootEntry) -> BootLink {
        guard let name = entry.option("real_root") ?? entry.option("root") else {
            return no(.root, "\(entry.menu): \(entry.title) has no root=")
        }
        if entry.initramfs.isEmpty, !name.hasPrefix("PARTUUID=") {
            return no(.root, "root=\(name): a kernel without an initramfs knows only PARTUUID=")
        }
        if let container = container(of: name) { return yes(.root, "root=\(name): \(container)") }
        let found = VolumeFinder(facts: facts).all(name)
        guard DeviceNames(facts: facts).isLasting(name), let volume = found.first else {
            return no(.root, "root=\(name) is no name that exists in the virtual machine")
        }
        guard isOne(found) else {
            return no(.root, "root=\(name) is the name of \(found.map(\.device).joined(separator: " and "))")
        }
        guard isRoot(volume) else {
            return no(.root, "root=\(name) is \(volume.device), and the root is \(facts.root.device)")
        }
        return yes(.root, "root=\(name) is \(volume.device)")
    }

    /// One file system of btrfs lies on several partitions, and all have its UUID. Any others of one name are copies of each
    /// other, and which of them is found first is chance.
    private func isOne(_ found: [GuestVolume]) -> Bool {
        found.count == 1 || found.allSatisfy { $0.type == "btrfs" && $0.uuid != nil && $0.uuid == found[0].uuid }
    }

    private func isRoot(_ volume: GuestVolume) -> Bool {
        if volume.device == facts.root.device { return true }
        // A subvolume's name ends with the device of its file system and a path.
        return facts.root.device.hasPrefix("btrfsvol:\(volume.device)/")
    }

    /// An opened container has the name that `crypttab` gives it, and here another.
    private func container(of name: String) -> String? {
        guard name.hasPrefix("/dev/mapper/"), facts.root.device.hasPrefix("/dev/mapper/p2v") else { return nil }
        let wanted = String(name.dropFirst("/dev/mapper/".count))
        let lines = facts.files["/etc/crypttab"]?.text.lines.filter { !$0.isComment }.map(\.words) ?? []
        guard let line = lines.first(where: { $0.count >= 2 && $0[0] == wanted }) else { return nil }
        let source = VolumeFinder(facts: facts).all(line[1])
        guard DeviceNames(facts: facts).isLasting(line[1]), source.count == 1, source[0].type == "crypto_LUKS" else {
            return nil
        }
        return "opened from \(line[1])"
    }

    // MARK: Mounts

    /// Each line that the start waits for is a volume that was copied, by a name that exists in the virtual machine.
    func mounts() -> BootLink {
        if let reason = facts.unreadable["/etc/fstab"] { return no(.mounts, "/etc/fstab: \(reason)") }
        guard let fstab = facts.files["/etc/fstab"] else { return yes(.mounts, "there is no /etc/fstab") }
        let entries = fstab.text.lines.filter { !$0.isComment }.compactMap(FstabEntry.init)
        let waited = entries.filter { $0.isDevice && !$0.isOptional }
        let lost = waited.filter { !exists($0) }
        guard lost.isEmpty else {
            return no(
                .mounts,
                lost.map { "\($0.source) on \($0.target) is not in the virtual machine" }.joined(separator: "; "))
        }
        return yes(.mounts, "\(waited.count) of \(entries.count) lines are waited for, and each volume was copied")
    }

    private func exists(_ entry: FstabEntry) -> Bool {
        let names = DeviceNames(facts: facts)
        if entry.source.hasPrefix("/dev/disk/by-id/") { return isCarried(entry.source) }
        guard names.isLasting(entry.source) else { return false }
        if container(of: entry.source) != nil { return true }
        let found = VolumeFinder(facts: facts).all(entry.source)
        guard let volume = found.first else { return isNamedAndCarried(entry.source) || opened(entry.source) }
        guard isOne(found) else { return false }
        if entry.target == "/" { return isRoot(volume) || volume.uuid == facts.root.uuid }
        return true
    }

    /// `mdadm.conf` gives the name; as many arrays have come as `fstab` names.
    private func isNamedAndCarried(_ name: String) -> Bool {
        guard DeviceNames(facts: facts).isNamedArray(name) else { return false }
        let named = Set(facts.sources.filter { $0.hasPrefix("/dev/md") })
        return named.count <= facts.volumes.filter { $0.device.hasPrefix("/dev/md") }.count
    }

    /// udev makes these names from what lies on the disks. Which volume has which is not read here, so no more of them are
    /// taken for present than volumes of their kind have come.
    private func isCarried(_ name: String) -> Bool {
        guard DeviceNames(facts: facts).resolve(name) == .stable else { return false }
        let isArray = name.contains("/md-uuid-")
        let volumes = facts.volumes.filter { isArray ? $0.device.hasPrefix("/dev/md") : $0.isLogicalVolume }
        let start = isArray ? "/dev/disk/by-id/md-uuid-" : "/dev/disk/by-id/"
        return Set(facts.sources.filter { $0.hasPrefix(start) && $0.contains("/md-uuid-") == isArray }).count
            <= volumes.count
    }

    /// A container that needs no key from here, such as swap with a random one: `crypttab` makes it from what was copied.
    private func opened(_ name: String) -> Bool {
        guard name.hasPrefix("/dev/mapper/") else { return false }
        let wanted = String(name.dropFirst("/dev/mapper/".count))
        let lines = facts.files["/etc/crypttab"]?.text.lines.filter { !$0.isComment }.map(\.words) ?? []
        guard let line = lines.first(where: { $0.count >= 2 && $0[0] == wanted }) else { return false }
        return DeviceNames(facts: facts).isLasting(line[1]) && !VolumeFinder(facts: facts).all(line[1]).isEmpty
    }
}
