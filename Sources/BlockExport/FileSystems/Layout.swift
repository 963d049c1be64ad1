/// Finds out what of a disk is used: partition table, then the file system in each partition.
///
/// A range is called free only by a file system that is understood whole, is alone in its partition, and whose view
/// is current. All else is used, and only its zeros are left out of a copy.
package enum Layout {
    /// Reads only tables and bitmaps. Never fails: what cannot be read or understood is used.
    package static func allocation(of device: BlockDevice) -> AllocationMap {
        var free = device.holes
        for partition in partitions(of: device) {
            free += (try? self.free(in: partition, of: device)) ?? []
        }
        return AllocationMap(size: device.size, free: free)
    }

    private static func partitions(of device: BlockDevice) -> [Range<UInt64>] {
        guard let found = try? PartitionTable.read(from: device) else { return [0..<device.size] }
        return found
    }

    private static func free(
        in partition: Range<UInt64>, of device: BlockDevice, mayHoldVolumes: Bool = true
    ) throws(ExportError) -> [Range<UInt64>] {
        let window = Window(device, range: partition)
        let found = try Signature.all(in: window)
        guard found.count == 1, let signature = found.first else { return [] }
        let free: [Range<UInt64>]
        switch signature {
        case .swap: free = [4096..<window.count]
        case .ext: free = try extFree(window)
        case .xfs: free = try xfsFree(window)
        case .btrfs: free = try BtrfsFileSystem(window)?.freeRanges ?? []
        case .lvm: return mayHoldVolumes ? try volumesFree(window) : []
        case .other: free = []
        }
        return free.map { ($0.lowerBound + partition.lowerBound)..<($0.upperBound + partition.lowerBound) }
    }

    /// Extents of no volume, and what is free in the volumes that lie in one piece.
    private static func volumesFree(_ window: Window) throws(ExportError) -> [Range<UInt64>] {
        guard let volumes = try LogicalVolumes(window) else { return [] }
        let base = window.range.lowerBound
        var free = volumes.free.map { ($0.lowerBound + base)..<($0.upperBound + base) }
        for piece in volumes.pieces {
            let range = (piece.lowerBound + base)..<(piece.upperBound + base)
            free += (try? self.free(in: range, of: window.device, mayHoldVolumes: false)) ?? []
        }
        return free
    }

    private static func xfsFree(_ window: Window) throws(ExportError) -> [Range<UInt64>] {
        guard let onDisk = try XFSFileSystem(window) else { return [] }
        if window.device.isBlockDevice, let node = KernelView.node(of: window), KernelView.isMounted(node) {
            return MountedSpace.freeRanges(of: node) ?? []
        }
        return try onDisk.freeRanges() ?? []
    }

    /// Free space that the disk and, where it is mounted, the kernel both call free.
    ///
    /// A mounted file system's bitmaps on disk lag behind; the page cache of its own node holds the current ones.
    private static func extFree(_ window: Window) throws(ExportError) -> [Range<UInt64>] {
        guard let onDisk = try ExtFileSystem(window) else { return [] }
        let free = try onDisk.freeRanges()
        guard window.device.isBlockDevice else { return onDisk.isBusy ? [] : free }
        guard let node = KernelView.node(of: window) else { return onDisk.isBusy ? [] : free }
        guard KernelView.isMounted(node) else { return onDisk.isBusy ? [] : free }
        let device = try BlockDevice(path: node, cached: true)
        guard device.size == window.count, let live = try ExtFileSystem(Window(device, range: 0..<device.size)) else {
            return []
        }
        return AllocationMap.intersection(free, try live.freeRanges())
    }
}
