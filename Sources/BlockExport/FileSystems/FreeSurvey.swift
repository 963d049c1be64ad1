/// Finds out what of a disk is free: partition table, then the owner of each partition.
///
/// A range is free only when its owner is proved and calls it free:
/// ```
/// the kernel has it mounted, swapped to or in a volume group, from this very device   → what that owner calls free
/// nobody has it, and exactly one owner is named at both ends, on a sound table whose
/// type agrees, by a clean file system that fits and has only zeros behind it          → what the file system calls free
/// anything else                                                                       → used; only zeros are left out
/// ```
/// The first and the last 64 MiB of the disk, of every partition and of every logical volume are never free: owners leave
/// their marks there.
package struct FreeSurvey {
    let device: BlockDevice
    let kernel: KernelView
    let keptEnds: UInt64
    let believesHoles: Bool

    /// Bytes at either end of the disk, of a partition and of a volume that are never free.
    package static let keptEnds: UInt64 = 64 << 20

    /// - Parameters:
    ///   - keptEnds: bytes at either end of the disk and of partitions that are never free.
    ///   - believesHoles: what was never written to an image file reads as zeros and is free, whatever owns it.
    init(
        of device: BlockDevice, kernel: KernelView = KernelView(), keptEnds: UInt64 = Self.keptEnds,
        believesHoles: Bool = true
    ) {
        (self.device, self.kernel, self.keptEnds) = (device, kernel, keptEnds)
        self.believesHoles = believesHoles
    }

    /// Reads only tables and bitmaps. Never fails: what cannot be read or understood is used.
    func result() -> Survey {
        var free: [Range<UInt64>] = []
        var vouched: [Range<UInt64>] = []
        for place in (try? places()) ?? [] {
            guard let space = (try? self.space(in: place)) ?? nil else { continue }
            let base = place.range.lowerBound
            let found = Self.inner(space.free, of: UInt64(place.range.count), keeping: keptEnds)
                .map { ($0.lowerBound + base)..<($0.upperBound + base) }
            free += found
            if space.isVouched { vouched.append(place.range) }
        }
        let whole = AllocationMap(size: device.size, free: free).free
        let outer = Self.inner(whole, of: device.size, keeping: keptEnds)
        let holes = believesHoles ? device.holes : []
        return Survey(
            map: AllocationMap(size: device.size, free: outer + holes),
            vouched: AllocationMap(size: device.size, free: vouched),
            holes: AllocationMap(size: device.size, free: holes))
    }

    /// Without the ends of a part of so many bytes.
    static func inner(_ ranges: [Range<UInt64>], of size: UInt64, keeping keptEnds: UInt64) -> [Range<UInt64>] {
        guard size > 2 * keptEnds else { return [] }
        return ranges.map { $0.clamped(to: keptEnds..<(size - keptEnds)) }.filter { !$0.isEmpty }
    }

    // MARK: Places

    /// A part of the disk with an owner of its own.
    struct Place {
        var range: Range<UInt64>
        /// Nil for the whole disk.
        var partition: Partition?
        /// Marks on it may be believed: nothing else claims the disk.
        var mayBeProbed: Bool
    }

    private func places() throws(ExportError) -> [Place] {
        guard let table = try PartitionTable(device) else {
            return [Place(range: 0..<device.size, partition: nil, mayBeProbed: true)]
        }
        let owners = try OwnerProbe(window: Window(device, range: 0..<device.size)).owners()
        let isAlone = table.isSound && owners == [.table]
        return table.partitions.map { Place(range: $0.range, partition: $0, mayBeProbed: isAlone) }
    }

    private func space(in place: Place) throws(ExportError) -> OwnedSpace? {
        if device.isBlockDevice {
            guard let disk = KernelView.realName(device.path),
                let name = kernel.name(of: place.range, on: device.path, size: device.size)
            else { return nil }
            let claim = kernel.claim(on: name, of: disk)
            guard claim == .nobody else {
                return try KernelOwnedSpace(
                    window: Window(device, range: place.range), name: name, kernel: kernel
                ).space(claim)
            }
        }
        guard place.mayBeProbed else { return nil }
        return try ProbedSpace(device: device, keptEnds: keptEnds).space(in: place.range, of: place.partition)
    }
}

/// Free ranges in bytes from the start of the owner's part.
struct OwnedSpace: Hashable {
    var free: [Range<UInt64>]
    /// The running kernel names the owner.
    var isVouched: Bool
}
