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

    /// The name is made from what lies on the copied disks, not from where or to what they were attached.
    func isLasting(_ name: String) -> Bool {
        let name = name.unquoted
        let kinds = ["uuid", "label", "partuuid", "partlabel"]
        if ["UUID=", "LABEL=", "PARTUUID=", "PARTLABEL="].contains(where: { name.hasPrefix($0) }) { return true }
        if kinds.contains(where: { name.hasPrefix("/dev/disk/by-\($0)/") }) { return true }
        guard name.hasPrefix("/dev/") else { return false }
        return facts.volumes.contains {
            $0.isLogicalVolume && ($0.device == name || VolumeFinder.mapperName(of: $0.device) == name)
        } || isNamedArray(name) || isContainer(name)
    }

    /// The name exists in the virtual machine: it lasts, and what it names was copied.
    func isPresent(_ name: String) -> Bool {
        if case .notDevice = resolve(name) { return true }
        if Self.isNoDisk(name.unquoted) { return true }
        // Device-mapper and array names by identity are the volume's own; udev makes them from what it finds.
        if name.hasPrefix("/dev/disk/by-id/") { return resolve(name) == .stable }
        return isLasting(name)
            && (isContainer(name) || isNamedArray(name) || !VolumeFinder(facts: facts).all(name).isEmpty)
    }

    /// An array has the name that `mdadm.conf` gives it; without that it gets a number by chance.
    func isNamedArray(_ name: String) -> Bool {
        guard name.hasPrefix("/dev/md") else { return false }
        return ["/etc/mdadm/mdadm.conf", "/etc/mdadm.conf"].contains { path in
            facts.files[path]?.text.lines.contains {
                $0.words.count > 2 && $0.words[0] == "ARRAY" && $0.words[1] == name
            }
                ?? false
        }
    }

    /// An encrypted volume has the name that `crypttab` gives it.
    private func isContainer(_ name: String) -> Bool {
        guard name.hasPrefix("/dev/mapper/") else { return false }
        let wanted = name.dropFirst("/dev/mapper/".count)
        let lines = facts.files["/etc/crypttab"]?.text.lines.filter { !$0.isComment }.map(\.words) ?? []
        guard let line = lines.first(where: { $0.count >= 2 && $0[0] == wanted }) else { return false }
        // What it is opened from may be another container; how far that goes is not followed.
        if line[1].hasPrefix("/dev/mapper/") { return true }
        if case .volume = resolve(line[1]) { return true }
        return isPresent(line[1])
    }

    /// by-path and by-id follow the hardware; only the scan knows. by-id names of LVM and MD do not.
    private func resolveLink(_ name: String) -> Answer {
        let last = name.split(separator: "/").last.map { String($0) } ?? ""
        if last.hasPrefix("dm-name-") { return resolve("/dev/mapper/" + last.dropFirst("dm-name-".count)) }
        if ["dm-uuid-LVM-", "lvm-pv-uuid-", "md-uuid-"].contains(where: { last.hasPrefix($0) }) { return .stable }
        // A link that points at another link says nothing.
        guard let target = facts.profile?.deviceLinks.value?[name], !target.hasPrefix("/dev/disk/") else {
            return sibling(name)
        }
        return resolve(target)
    }

    private func other(_ name: String) -> Answer {
        if name.hasPrefix("/dev/md"), let volume = array(name) { return .volume(volume) }
        if name.hasPrefix("/dev/disk/by-") || isLasting(name) || Self.isNoDisk(name) { return .stable }
        if name.hasPrefix("/dev/mapper/") { return multipath(name) }
        return .unknown
    }

    /// `/dev/root` is what the kernel calls its root; the others are no disks at all.
    private static func isNoDisk(_ name: String) -> Bool {
        ["/dev/root", "/dev/shm", "/dev/pts", "/dev/hugepages", "/dev/mqueue", "/dev/null", "/dev/zero", "/dev/cgroup"]
            .contains(name)
    }

    /// An array has a number by chance; where there is one array, and one name of an array, they are the same.
    private func array(_ name: String) -> GuestVolume? {
        let arrays = facts.volumes.filter { $0.device.hasPrefix("/dev/md") }
        let named = facts.sources.filter { $0.hasPrefix("/dev/md") }
        return arrays.count == 1 && Set(named + [name]).count == 1 ? arrays[0] : nil
    }

    /// One LUN over several paths is one disk here; the partition number tells the rest when there is one disk. The name
    /// is an alias, or the WWID where `user_friendly_names` is off.
    private func multipath(_ name: String) -> Answer {
        let last = String(name.dropFirst("/dev/mapper/".count))
        guard let (base, partition) = Self.numbered(last), facts.sourceDevices.count == 1,
            base.hasPrefix("mpath") || Self.isWWID(base), let volume = volume(0, partition)
        else { return sibling(name) }
        return .volume(volume)
    }

    /// `mpatha-part2`, `mpatha_part2`, `mpathap2`, `mpatha2` without the number (kpartx(8), "-p").
    private static func numbered(_ name: String) -> (base: String, partition: Int)? {
        let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard let partition = Int(digits), partition > 0 else { return nil }
        var base = String(name.dropLast(digits.count))
        if let mark = ["-part", "_part"].first(where: { base.hasSuffix($0) }) {
            base = String(base.dropLast(mark.count))
        } else if base.hasSuffix("p"), base.count > "mpathp".count {
            base = String(base.dropLast())
        } else if !base.hasPrefix("mpath") {
            return nil
        }
        return (base, partition)
    }

    /// The identity of a SCSI disk: its kind, then 16 or 32 hexadecimal digits.
    private static func isWWID(_ text: String) -> Bool {
        text.count >= 17 && "123".contains(text.prefix(1)) && text.allSatisfy(\.isHexDigit)
    }

    /// `/` was found by its content; a name that differs from its name only in the partition is on the same disk.
    private func sibling(_ name: String) -> Answer {
        guard let (base, partition) = Self.numbered(name), let disk = facts.root.disk,
            let known = facts.rootSources.lazy.compactMap({ Self.numbered($0) }).first(where: { $0.base == base }),
            known.partition == facts.root.partition, let volume = volume(disk, partition)
        else { return .unknown }
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
        guard facts.sourceDevices.allSatisfy({ $0 == nil }), !facts.mixesKindsOfDisks,
            place.index < facts.sourceDevices.count
        else { return nil }
        return place.index
    }

    private func volume(_ disk: Int, _ partition: Int?) -> GuestVolume? {
        facts.volumes.first { $0.disk == disk && $0.partition == partition }
    }
}
