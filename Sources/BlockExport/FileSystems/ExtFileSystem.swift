/// The block bitmaps of ext2, ext3 and ext4 (kernel documentation, "ext4 Data Structures and Algorithms").
///
/// Layouts not understood whole are refused by `init?`: descriptors spread by meta_bg, journal devices, snapshots and
/// feature bits that came later.
struct ExtFileSystem {
    private let window: Window
    private let blockBytes: UInt64
    private let blocks: UInt64
    private let firstBlock: UInt64
    private let blocksPerGroup: UInt64
    private let blocksPerBit: UInt64
    private let descriptorBytes: Int
    private let reservedTableBlocks: UInt64
    private let inodeTableBlocks: UInt64
    private let mayBeUninitialised: Bool
    /// Mounted for writing, or not cleanly unmounted: the bitmaps on disk may be behind the journal.
    let isBusy: Bool
    let uuid: [UInt8]

    /// Bytes that the file system takes, from the start of the window.
    var bytes: UInt64 { blocks * blockBytes }

    /// The descriptors of 64 TiB; more is not read.
    private static let largestTable: UInt64 = 64 << 20
    /// Shorter free runs are not worth a hole of their own.
    private static let shortestRun: UInt64 = 16 << 10

    private static let knownIncompatible: UInt32 =
        0x2 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000

    /// Nil when `window` holds no ext file system, or one that is not understood.
    init?(_ window: Window) throws(ExportError) {
        guard let block = try window.bytes(at: 1024, count: 1024), block.little(UInt16.self, at: 56) == 0xEF53 else {
            return nil
        }
        func word(_ offset: Int) -> UInt32 { block.little(UInt32.self, at: offset) }
        let (incompatible, readOnlyCompatible) = (word(96), word(100))
        let old = word(76) == 0
        guard old || incompatible & ~Self.knownIncompatible == 0, word(24) <= 6, word(28) <= 20,
            readOnlyCompatible & 0x80 == 0
        else { return nil }
        self.window = window
        uuid = Array(block[104..<120])
        blockBytes = 1024 << UInt64(word(24))
        let wide = !old && incompatible & 0x80 != 0
        blocks = UInt64(word(4)) | (wide ? UInt64(word(0x150)) << 32 : 0)
        firstBlock = UInt64(word(20))
        blocksPerGroup = UInt64(word(32))
        let clustered = !old && readOnlyCompatible & 0x200 != 0
        blocksPerBit = clustered ? 1 << UInt64(word(28) &- min(word(28), word(24))) : 1
        descriptorBytes = wide ? max(32, Int(block.little(UInt16.self, at: 254))) : 32
        reservedTableBlocks = old ? 0 : UInt64(block.little(UInt16.self, at: 206))
        let inodeBytes = old ? 128 : UInt64(block.little(UInt16.self, at: 88))
        inodeTableBlocks = (UInt64(word(40)) * inodeBytes + blockBytes - 1) / blockBytes
        mayBeUninitialised = !old && readOnlyCompatible & 0x410 != 0
        isBusy = (!old && incompatible & 0x4 != 0) || block.little(UInt16.self, at: 58) & 1 == 0
        let (product, overflow) = blocks.multipliedReportingOverflow(by: blockBytes)
        guard !overflow, product <= window.count, blocks > firstBlock, blocksPerGroup > 0,
            blocksPerGroup / blocksPerBit <= blockBytes * 8, blocksPerGroup % blocksPerBit == 0,
            descriptorBytes <= 1024, UInt64(descriptorBytes) <= blockBytes,
            (blocks - firstBlock) / blocksPerGroup < Self.largestTable / UInt64(descriptorBytes)
        else { return nil }
    }

    private var groups: UInt64 { (blocks - firstBlock + blocksPerGroup - 1) / blocksPerGroup }

    /// Free ranges in bytes from the start of the window, ascending.
    func freeRanges() throws(ExportError) -> [Range<UInt64>] {
        // The descriptors follow the superblock, which is not always in the first data block (bigalloc, 1 KiB blocks).
        guard
            let table = try window.bytes(
                at: (1024 / blockBytes + 1) * blockBytes, count: Int(groups) * descriptorBytes)
        else { throw ExportError("the group descriptors lie outside the file system") }
        let descriptors = (0..<Int(groups)).map { descriptor($0, in: table) }
        let tableBlocks = (groups * UInt64(descriptorBytes) + blockBytes - 1) / blockBytes
        var runs: [Range<UInt64>] = []
        for (group, descriptor) in descriptors.enumerated() {
            let start = firstBlock + UInt64(group) * blocksPerGroup
            let end = min(start + blocksPerGroup, blocks)
            guard descriptor.isInside(blocks) else { throw ExportError("group \(group) has no bitmap") }
            if mayBeUninitialised, descriptor.flags & 0x2 != 0 {
                let heading = min(end, start + 2 + tableBlocks + reservedTableBlocks)
                runs.append(heading..<end)
            } else {
                guard let bits = try window.bytes(at: descriptor.bitmap * blockBytes, count: Int(blockBytes))
                else { throw ExportError("the bitmap of group \(group) lies outside the file system") }
                append(bits, from: start, to: end, &runs)
            }
        }
        return trimmed(runs, keeping: descriptors)
    }

    private struct Descriptor {
        var bitmap: UInt64
        var inodeBitmap: UInt64
        var inodeTable: UInt64
        var flags: UInt16

        func isInside(_ blocks: UInt64) -> Bool { bitmap < blocks && inodeBitmap < blocks && inodeTable < blocks }
    }

    private func descriptor(_ group: Int, in table: [UInt8]) -> Descriptor {
        let at = group * descriptorBytes
        func block(_ low: Int, _ high: Int) -> UInt64 {
            UInt64(table.little(UInt32.self, at: at + low))
                | (descriptorBytes >= 64 ? UInt64(table.little(UInt32.self, at: at + high)) << 32 : 0)
        }
        return Descriptor(
            bitmap: block(0, 32), inodeBitmap: block(4, 36), inodeTable: block(8, 40),
            flags: table.little(UInt16.self, at: at + 18))
    }

    private func append(_ bits: [UInt8], from start: UInt64, to end: UInt64, _ runs: inout [Range<UInt64>]) {
        var at = start
        var index = 0
        var runStart: UInt64?
        while at < end {
            if index & 7 == 0, at + 8 * blocksPerBit <= end, bits[index >> 3] == 0xFF || bits[index >> 3] == 0 {
                mark(free: bits[index >> 3] == 0, at, &runStart, &runs)
                index += 8
                at += 8 * blocksPerBit
            } else {
                mark(free: !Bytes.bit(index, of: bits), at, &runStart, &runs)
                index += 1
                at += blocksPerBit
            }
        }
        if let first = runStart { runs.append(first..<end) }
    }

    private func mark(free: Bool, _ at: UInt64, _ start: inout UInt64?, _ runs: inout [Range<UInt64>]) {
        if free, start == nil { start = at }
        if !free, let first = start {
            runs.append(first..<at)
            start = nil
        }
    }

    /// Joins runs, drops short ones, and keeps all bitmaps and inode tables used: a group marked uninitialised may hold
    /// another group's.
    private func trimmed(_ runs: [Range<UInt64>], keeping descriptors: [Descriptor]) -> [Range<UInt64>] {
        let bytes = runs.map { ($0.lowerBound * blockBytes)..<($0.upperBound * blockBytes) }
        let map = AllocationMap(size: blocks * blockBytes, free: bytes)
        let size = blocks * blockBytes
        let metadata: [Range<UInt64>] = descriptors.flatMap { descriptor in
            [
                descriptor.bitmap..<(descriptor.bitmap + 1), descriptor.inodeBitmap..<(descriptor.inodeBitmap + 1),
                descriptor.inodeTable..<(descriptor.inodeTable + inodeTableBlocks),
            ]
        }
        let kept = AllocationMap(
            size: size, free: metadata.map { ($0.lowerBound * blockBytes)..<($0.upperBound * blockBytes) })
        let others = kept.extents(in: 0..<size).filter { $0.used }.map { $0.range }
        return AllocationMap.intersection(map.free, others).filter { UInt64($0.count) >= Self.shortestRun }
    }
}
