/// Finds the copied volume that a name in `fstab` means, whatever kind of name it is.
struct VolumeFinder {
    var facts: GuestFacts

    func find(_ name: String) -> GuestVolume? {
        let name = name.unquoted
        for (prefixes, key) in Self.tags {
            guard let prefix = prefixes.first(where: { name.hasPrefix($0) }) else { continue }
            let value = String(name.dropFirst(prefix.count)).unquoted
            return facts.volumes.first { $0[keyPath: key]?.lowercased() == value.lowercased() }
        }
        if case .volume(let volume) = DeviceNames(facts: facts).resolve(name) { return volume }
        return facts.volumes.first { $0.device == name || Self.mapperName(of: $0.device) == name }
    }

    private static var tags: [([String], KeyPath<GuestVolume, String?>)] {
        [
            (["UUID=", "/dev/disk/by-uuid/"], \.uuid), (["LABEL=", "/dev/disk/by-label/"], \.label),
            (["PARTUUID=", "/dev/disk/by-partuuid/"], \.partitionUUID),
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
