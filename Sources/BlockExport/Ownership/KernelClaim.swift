/// Whom the running kernel names as the owner of a device, now.
enum KernelClaim: Hashable {
    /// A file system, mounted straight from this device.
    case mounted(type: String, points: [String])
    /// A btrfs that is open with this device; its UUID as printed.
    case btrfs(String)
    case swap
    /// Logical volumes; the `dm/uuid` of each.
    case volumes([String])
    /// Nobody: no holder, no mount, and it can be had alone.
    case nobody
    /// An array, a pool, a cache, or nobody knows.
    case unknown(String)
}

extension KernelView {
    /// - Parameter disk: the kernel's name of the disk that the partition `name` lies on, or the same name.
    func claim(on name: String, of disk: String) -> KernelClaim {
        if name != disk, let refusal = holder(of: disk) { return refusal }
        // What lies on a partition that was opened by itself belongs to the disk's owner, too.
        if name == disk, files.exists("/sys/class/block/\(name)/partition") {
            guard let parent = parent(of: name) else { return .unknown("its disk is not known") }
            if let refusal = holder(of: parent) { return refusal }
        }
        let folder = "/sys/class/block/\(name)"
        guard let holders = files.names(in: "\(folder)/holders") else { return .unknown("its holders are not known") }
        if !holders.isEmpty { return claim(by: holders) }
        guard let number = files.word("\(folder)/dev"), let mounts = mounts(of: number), let swaps = swaps() else {
            return .unknown("the kernel's tables cannot be read")
        }
        if let first = mounts.first {
            return mounts.allSatisfy { $0.type == first.type }
                ? .mounted(type: first.type, points: mounts.map(\.point)) : .unknown("it is mounted as two kinds")
        }
        if swaps.contains(name) { return .swap }
        if let uuid = btrfs(on: name) { return .btrfs(uuid) }
        return isUnclaimed("/dev/\(name)") == true ? .nobody : .unknown("something else has it")
    }

    /// A disk that something holds as a whole has no partitions of its own any more.
    private func holder(of disk: String) -> KernelClaim? {
        guard let holders = files.names(in: "/sys/class/block/\(disk)/holders") else {
            return .unknown("the holders of its disk are not known")
        }
        return holders.isEmpty ? nil : .unknown("\(holders[0]) holds its disk")
    }

    private func parent(of name: String) -> String? {
        let parts = KernelFiles.resolved("\(files.root)/sys/class/block/\(name)")?.split(separator: "/") ?? []
        return parts.count > 1 ? String(parts[parts.count - 2]) : nil
    }

    private func claim(by holders: [String]) -> KernelClaim {
        let uuids = holders.compactMap { files.word("/sys/class/block/\($0)/dm/uuid") }
        guard uuids.count == holders.count, uuids.allSatisfy({ $0.hasPrefix("LVM-") }) else {
            return .unknown("\(holders[0]) holds it")
        }
        return .volumes(uuids)
    }

    /// Mounts of btrfs have numbers of their own; the file system's folder lists its devices.
    private func btrfs(on name: String) -> String? {
        files.names(in: "/sys/fs/btrfs")?.first { files.exists("/sys/fs/btrfs/\($0)/devices/\(name)") }
    }
}
