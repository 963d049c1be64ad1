/// Finds the copied volume that a name in `fstab` means, whatever kind of name it is.
struct VolumeFinder {
    var facts: GuestFacts

    func find(_ name: String) -> GuestVolume? { all(name).first }

    /// Every volume that has the name: two with one label are two, and which is meant cannot be told.
    func all(_ name: String) -> [GuestVolume] {
        let name = name.unquoted
        for (prefixes, key, ignoresCase) in Self.tags {
            guard let prefix = prefixes.first(where: { name.hasPrefix($0) }) else { continue }
            let value = Self.unescaped(String(name.dropFirst(prefix.count)).unquoted)
            return facts.volumes.filter { volume in
                guard let seen = volume[keyPath: key] else { return false }
                return ignoresCase ? seen.lowercased() == value.lowercased() : seen == value
            }
        }
        if case .volume(let volume) = DeviceNames(facts: facts).resolve(name) { return [volume] }
        return facts.volumes.filter { $0.device == name || Self.mapperName(of: $0.device) == name }
    }

    /// udev writes `\x20` for a blank in a link's name (systemd, "udev_replace_chars"), fstab(5) writes `\040`.
    private static func unescaped(_ text: String) -> String {
        text.replacing("\\x20", with: " ").replacing("\\040", with: " ")
    }

    /// The UUID of a file system is compared without regard to letters, a label is not (libblkid).
    private static var tags: [([String], KeyPath<GuestVolume, String?>, ignoresCase: Bool)] {
        [
            (["UUID=", "/dev/disk/by-uuid/"], \.uuid, true), (["LABEL=", "/dev/disk/by-label/"], \.label, false),
            (["PARTUUID=", "/dev/disk/by-partuuid/"], \.partitionUUID, true),
            (["PARTLABEL=", "/dev/disk/by-partlabel/"], \.partitionLabel, false),
        ]
    }

    /// `/dev/vg-a/root` is `/dev/mapper/vg--a-root`: device-mapper doubles dashes inside names.
    static func mapperName(of device: String) -> String? {
        let parts = device.split(separator: "/")
        guard parts.count == 3, parts[0] == "dev" else { return nil }
        let doubled = parts[1...].map { part in String(part.flatMap { $0 == "-" ? ["-", "-"] : [$0] }) }
        return "/dev/mapper/\(doubled.joined(separator: "-"))"
    }
}
