/// What the guest's own tables say about names.
extension GuestFacts {
    /// The root's name that no change of hardware touches.
    var rootName: String? { root.stableName ?? base(of: root)?.stableName }

    /// A subvolume has the UUID of the file system that it is a part of.
    private func base(of volume: GuestVolume) -> GuestVolume? {
        guard volume.device.hasPrefix("btrfsvol:") else { return nil }
        return volumes.first { !$0.device.hasPrefix("btrfsvol:") && volume.device.hasPrefix("btrfsvol:\($0.device)/") }
    }

    /// What `/` is called in `fstab`, and what it was called before p2v changed it.
    var rootSources: [String] {
        let lines = files["/etc/fstab"]?.text.lines ?? []
        return lines.indices.flatMap { index -> [String] in
            guard let entry = FstabEntry(lines[index]), entry.target == "/" else { return [] }
            let mark = "# p2v: was "
            let before = index > 0 && lines[index - 1].hasPrefix(mark) ? lines[index - 1].dropFirst(mark.count) : nil
            return [entry.source] + (before.map { [String($0)] } ?? [])
        }
    }

    /// A container that no key has opened hides what lies in it.
    var hasLockedContainer: Bool {
        volumes.filter { $0.type == "crypto_LUKS" }.count
            > volumes.filter { $0.device.hasPrefix("/dev/mapper/p2v") }.count
    }

    /// What is mounted in `fstab`, with the names that p2v changed.
    var sources: [String] {
        let mark = "# p2v: was "
        return (files["/etc/fstab"]?.text.lines ?? []).flatMap { line -> [String] in
            if line.hasPrefix(mark) { return [String(line.dropFirst(mark.count))] }
            return FstabEntry(line).map { [$0.source] } ?? []
        }
    }

    /// `/dev/nvme0n1p1` and `/dev/sda1` in one table are two disks, and which of the images is which cannot be told.
    var mixesKindsOfDisks: Bool {
        let kinds = sources.compactMap { name in
            DevicePlace(name).flatMap { $0.partition == nil ? nil : String(name.dropFirst(5).prefix(2)) }
        }
        return Set(kinds).count > 1
    }
}
