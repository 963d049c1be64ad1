internal import Estate

/// What the names in a guest's configuration meant on the server.
///
/// A name is resolved by the scan first (it saw what each link pointed at), then by its place: the second partition of
/// the first disk. UUID, label and LVM names need no help.
struct DeviceNames {
    var facts: GuestFacts

    enum Answer: Hashable {
        /// The name stays valid in the virtual machine.
        case stable
        case volume(GuestVolume)
        /// A device name, but of nothing that was copied.
        case unknown
        /// Not a device: `proc`, `server:/export`.
        case notDevice
    }

    func resolve(_ name: String) -> Answer {
        let name = name.unquoted
        if name.hasPrefix("/dev/disk/by-path/") || name.hasPrefix("/dev/disk/by-id/") { return resolveLink(name) }
        guard name.hasPrefix("/dev/") else { return name.contains("=") ? .stable : .notDevice }
        if let volume = scanned(name) { return .volume(volume) }
        guard let place = DevicePlace(name) else { return other(name) }
        guard let disk = diskIndex(place), let partition = volume(disk, place.partition) else { return .unknown }
        return .volume(partition)
    }

    /// by-path and by-id follow the hardware; only the scan knows. by-id names of LVM and MD do not.
    private func resolveLink(_ name: String) -> Answer {
        let last = name.split(separator: "/").last.map { String($0) } ?? ""
        if last.hasPrefix("dm-uuid-LVM-") || last.hasPrefix("dm-name-") || last.hasPrefix("lvm-pv-uuid-")
            || last.hasPrefix("md-uuid-")
        {
            return .stable
        }
        // A link that points at another link says nothing.
        guard let target = facts.profile?.deviceLinks.value?[name], !target.hasPrefix("/dev/disk/") else {
            return .unknown
        }
        return resolve(target)
    }

    private func other(_ name: String) -> Answer {
        if name.hasPrefix("/dev/mapper/mpath") { return multipath(name) }
        let stable = ["/dev/disk/by-", "/dev/mapper/", "/dev/md"]
        if stable.contains(where: { name.hasPrefix($0) }) { return .stable }
        // A logical volume: a folder of its volume group.
        let parts = name.split(separator: "/")
        if parts.count == 3, facts.volumes.contains(where: { $0.device == name }) { return .stable }
        return parts.count == 3 ? .unknown : .notDevice
    }

    /// One LUN over several paths is one disk here; the partition number tells the rest when there is one disk.
    private func multipath(_ name: String) -> Answer {
        let digits = name.reversed().prefix { $0.isNumber }.reversed()
        guard facts.sourceDevices.count == 1, let partition = Int(String(digits)), let volume = volume(0, partition)
        else {
            return .unknown
        }
        return .volume(volume)
    }

    /// By the UUID that the scan saw on this name, where exactly one copied volume has it.
    private func scanned(_ name: String) -> GuestVolume? {
        guard let disks = facts.profile?.disks.value else { return nil }
        let seen = disks.flatMap(\.volumes).first { $0.device == name }
        guard let uuid = seen?.uuid else { return nil }
        let found = facts.volumes.filter { $0.uuid == uuid && $0.type == seen?.content }
        return found.count == 1 ? found.first : nil
    }

    private func diskIndex(_ place: DevicePlace) -> Int? {
        if let index = facts.sourceDevices.firstIndex(of: place.disk) { return index }
        // Once the server's own names are known, a name that is none of them is another disk.
        guard facts.sourceDevices.allSatisfy({ $0 == nil }), place.index < facts.sourceDevices.count else { return nil }
        return place.index
    }

    private func volume(_ disk: Int, _ partition: Int?) -> GuestVolume? {
        facts.volumes.first { $0.disk == disk && $0.partition == partition }
    }
}
