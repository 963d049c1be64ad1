/// Free space by what is written on the disk alone: for a disk that no kernel uses.
struct ProbedSpace {
    let device: BlockDevice
    /// Bytes at either end of a logical volume that are never free.
    let keptEnds: UInt64

    /// A file system ends within this of the end of its partition.
    private static let longestRest: UInt64 = 16 << 20

    /// Nil unless exactly one owner is named, that the partition is meant for, and that is understood whole.
    func space(in range: Range<UInt64>, of partition: Partition?) throws(ExportError) -> OwnedSpace? {
        let window = Window(device, range: range)
        let owners = try OwnerProbe(window: window).owners()
        guard owners.count == 1, let owner = owners.first, partition?.agrees(with: owner) ?? true else { return nil }
        switch owner {
        case .ext:
            guard let found = try ExtFileSystem(window), !found.isBusy, try fits(found.bytes, window) else {
                return nil
            }
            return OwnedSpace(free: try found.freeRanges(), isVouched: false)
        case .xfs:
            guard let found = try XFSFileSystem(window), try fits(found.bytes, window),
                let free = try found.freeRanges()
            else { return nil }
            return OwnedSpace(free: free, isVouched: false)
        case .btrfs:
            guard let found = try BtrfsFileSystem(window), try fits(found.deviceBytes, window) else { return nil }
            return OwnedSpace(free: found.freeRanges, isVouched: false)
        case .lvm: return try volumes(window)
        case .swap, .table, .other: return nil
        }
    }

    /// Extents of no volume, and what is free in the volumes that lie in one piece.
    private func volumes(_ window: Window) throws(ExportError) -> OwnedSpace? {
        guard let volumes = try LogicalVolumes(window), volumes.deviceBytes <= window.count,
            window.count - volumes.deviceBytes < 4096
        else { return nil }
        var free = volumes.free
        let base = window.range.lowerBound
        for piece in volumes.pieces {
            let range = (piece.lowerBound + base)..<(piece.upperBound + base)
            let owners = try OwnerProbe(window: Window(device, range: range)).owners()
            // A volume group inside of a volume belongs to a guest, perhaps, and to nobody here.
            guard owners != [.lvm], let space = (try? self.space(in: range, of: nil)) ?? nil else { continue }
            free += FreeSurvey.inner(space.free, of: UInt64(piece.count), keeping: keptEnds)
                .map { ($0.lowerBound + piece.lowerBound)..<($0.upperBound + piece.lowerBound) }
        }
        return OwnedSpace(free: free, isVouched: false)
    }

    /// The file system fills the window, and behind it are zeros: arrays, replication and raw volumes that lie around a
    /// file system make it end early, and keep what is theirs behind it.
    private func fits(_ bytes: UInt64, _ window: Window) throws(ExportError) -> Bool {
        guard bytes <= window.count, window.count - bytes <= Self.longestRest else { return false }
        var at = bytes
        while at < window.count {
            let count = min(64 << 10, window.count - at)
            guard let piece = try window.bytes(at: at, count: Int(count)),
                piece.withUnsafeBytes({ Bytes.areZero($0) })
            else { return false }
            at += count
        }
        return true
    }
}
