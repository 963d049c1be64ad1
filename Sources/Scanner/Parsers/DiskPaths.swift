internal import Estate

/// One LUN or dual-port disk is listed once for each path to it; planned twice, it would be copied twice.
enum DiskPaths {
    /// Ways of attachment that can have several paths. USB bridges give one name to every disk behind them, and SATA has
    /// one port.
    private static let several: Set<String> = ["fc", "fcoe", "sas", "iscsi", "nvme"]

    /// Each disk once; the first path stays, with the volumes of all.
    ///
    /// - Parameter maps: what multipathd says belongs together.
    static func joined(_ disks: [Disk], maps: [Multipath]) -> [Disk] {
        var kept: [Disk] = []
        for disk in disks {
            if let at = kept.firstIndex(where: { isSame($0, disk, maps) }) {
                kept[at].otherPaths = (kept[at].otherPaths ?? []) + [disk.device]
                let known = Set(kept[at].volumes.map(\.device))
                kept[at].volumes += disk.volumes.filter { $0.device != disk.device && !known.contains($0.device) }
            } else {
                kept.append(disk)
            }
        }
        return kept
    }

    private static func isSame(_ one: Disk, _ other: Disk, _ maps: [Multipath]) -> Bool {
        guard one.bytes == other.bytes else { return false }
        if maps.contains(where: { $0.paths.contains(one.device) && $0.paths.contains(other.device) }) { return true }
        if let map = mapped(one), map == mapped(other) { return true }
        // Makers reuse placeholder names: only the same serial too makes two paths of one disk.
        guard let name = one.wwn, name == other.wwn, let serial = one.serial, serial == other.serial,
            let way = one.transport, several.contains(way), way == other.transport
        else { return false }
        return Set(name.drop { $0 != "." && $0 != "x" }.filter(\.isHexDigit)).count > 2
    }

    /// The multipath map on the whole disk.
    private static func mapped(_ disk: Disk) -> String? {
        disk.volumes.first { $0.kind == "mpath" && $0.parent == disk.device }?.device
    }
}
