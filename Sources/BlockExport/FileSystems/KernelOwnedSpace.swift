/// Free space of what the running kernel has in use: the kernel's word for the owner, and the owner's for what is free.
struct KernelOwnedSpace {
    let window: Window
    /// The kernel's name of the device that the window is.
    let name: String
    let kernel: KernelView

    private static let page: UInt64 = 4096

    func space(_ claim: KernelClaim) throws(ExportError) -> OwnedSpace? {
        let free: [Range<UInt64>]?
        switch claim {
        case .mounted(let type, let points):
            guard let number = kernel.files.word("/sys/class/block/\(name)/dev"),
                let mounted = MountedSpace(points: points, number: number)
            else { return nil }
            if ["ext2", "ext3", "ext4"].contains(type) {
                free = try ext(mounted)
            } else {
                free = type == "xfs" ? try xfs(mounted) : nil
            }
        case .btrfs(let uuid): free = try btrfs(uuid)
        case .swap: free = try swap()
        case .volumes(let uuids): free = try volumes(uuids)
        case .nobody, .unknown: free = nil
        }
        return free.map { OwnedSpace(free: $0.filter { $0.upperBound <= window.count }, isVouched: true) }
    }

    /// Free space that the disk and the kernel both call free: a mounted file system's bitmaps on disk lag behind, and the
    /// page cache of its own node holds the current ones, with the superblock that is mounted.
    private func ext(_ mounted: borrowing MountedSpace) throws(ExportError) -> [Range<UInt64>]? {
        guard let onDisk = try ExtFileSystem(window), let identifier = mounted.identifier else { return nil }
        let device = try BlockDevice(path: "/dev/\(name)", cached: true)
        guard device.size == window.count, let live = try ExtFileSystem(Window(device, range: 0..<device.size)),
            live.uuid == onDisk.uuid, live.bytes == onDisk.bytes
        else { return nil }
        let told = live.uuid.little(UInt64.self, at: 0) ^ live.uuid.little(UInt64.self, at: 8)
        guard identifier == told else { return nil }
        return AllocationMap.intersection(try onDisk.freeRanges(), try live.freeRanges())
    }

    private func xfs(_ mounted: borrowing MountedSpace) throws(ExportError) -> [Range<UInt64>]? {
        guard let onDisk = try XFSFileSystem(window), mounted.xfsUUID == onDisk.uuid else { return nil }
        return mounted.freeRanges?.map { $0.clamped(to: 0..<onDisk.bytes) }
    }

    private func btrfs(_ uuid: String) throws(ExportError) -> [Range<UInt64>]? {
        guard let onDisk = try BtrfsFileSystem(window),
            uuid.filter({ $0 != "-" }).lowercased() == Self.hex(onDisk.uuid)
        else { return nil }
        return onDisk.freeRanges
    }

    /// All but the header: what is swapped out is worth nothing on the new machine, and may hold secrets.
    private func swap() throws(ExportError) -> [Range<UInt64>]? {
        guard let head = try window.bytes(at: 0, count: Int(Self.page)),
            head[4086...].elementsEqual("SWAPSPACE2".utf8), head.little(UInt32.self, at: 1024) == 1
        else { return nil }
        let end = (UInt64(head.little(UInt32.self, at: 1028)) + 1) * Self.page
        return end > Self.page && end <= window.count ? [Self.page..<end] : nil
    }

    /// Extents of no volume, in the group whose volumes the kernel has from this device.
    private func volumes(_ uuids: [String]) throws(ExportError) -> [Range<UInt64>]? {
        guard let volumes = try LogicalVolumes(window), volumes.identifier.utf8.count == 32,
            uuids.allSatisfy({ $0.hasPrefix("LVM-" + volumes.identifier) })
        else { return nil }
        return volumes.free
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
