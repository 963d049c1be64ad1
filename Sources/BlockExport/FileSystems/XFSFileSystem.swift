/// The free space of an XFS: from its own trees while it is cleanly unmounted, from the kernel while it is mounted (XFS
/// Algorithms & Data Structures, "Allocation Groups", "Journaling Log").
///
/// A log that holds anything makes the trees stale; then, without a kernel that can be asked, everything counts as used.
struct XFSFileSystem {
    private let window: Window
    private let blockBytes: UInt64
    private let sectorBytes: UInt64
    private let groups: UInt64
    private let groupBlocks: UInt64
    private let groupBlockBits: UInt64
    private let blocks: UInt64
    private let hasChecksums: Bool
    private let log: (start: UInt64, blocks: UInt64)
    let uuid: [UInt8]

    /// Bytes that the file system takes, from the start of the window.
    var bytes: UInt64 { blocks * blockBytes }

    private static let largestLog: UInt64 = 256 << 20

    /// Nil when `window` holds no XFS, or one that is not understood.
    init?(_ window: Window) throws(ExportError) {
        guard let block = try window.bytes(at: 0, count: 512), block.starts(with: "XFSB".utf8) else { return nil }
        func word(_ offset: Int) -> UInt64 { UInt64(block.big(UInt32.self, at: offset)) }
        self.window = window
        uuid = Array(block[32..<48])
        blockBytes = word(4)
        blocks = block.big(UInt64.self, at: 8)
        log = (block.big(UInt64.self, at: 48), word(96))
        groupBlocks = word(84)
        groups = word(88)
        let version = block.big(UInt16.self, at: 100) & 0xF
        sectorBytes = UInt64(block.big(UInt16.self, at: 102))
        groupBlockBits = UInt64(block[124])
        hasChecksums = version == 5
        // No real-time section; sane sizes.
        guard block.big(UInt64.self, at: 16) == 0, version == 4 || version == 5, blockBytes >= 512, blockBytes <= 65536,
            sectorBytes >= 512, sectorBytes <= 32768, groups > 0, groups < 1 << 20, groupBlocks > 0,
            groupBlockBits < 32,
            blocks <= window.count / blockBytes, blocks <= groups * groupBlocks, (groups - 1) * groupBlocks < blocks,
            groupBlocks <= 1 << groupBlockBits
        else { return nil }
    }

    /// Free ranges in bytes from the start of the window, by the trees on disk; nil when these may be stale.
    func freeRanges() throws(ExportError) -> [Range<UInt64>]? {
        guard try isClean() else { return nil }
        var free: [Range<UInt64>] = []
        for group in 0..<groups {
            guard let ranges = try freeRanges(of: group) else { return nil }
            free += ranges
        }
        return free
    }

    // MARK: Log

    /// The last record in the log says that the file system was unmounted, and nothing comes after it.
    private func isClean() throws(ExportError) -> Bool {
        let bytes = log.blocks * blockBytes
        // A log on another device has no start here.
        guard log.start > 0, bytes > 0, bytes <= Self.largestLog else { return false }
        guard let start = place(log.start) else { return false }
        let sectors = Int(bytes / 512)
        var (lastHeader, headerCycle, end): (Int?, UInt32, Int?) = (nil, 0, nil)
        var firstCycle: UInt32?
        for sector in 0..<sectors {
            guard let head = try window.bytes(at: start + UInt64(sector) * 512, count: 12) else { return false }
            let isHeader = head.big(UInt32.self, at: 0) == 0xFEED_BABE
            let cycle = head.big(UInt32.self, at: isHeader ? 4 : 0)
            if let first = firstCycle, cycle != first {
                end = sector
                break
            }
            firstCycle = firstCycle ?? cycle
            if isHeader { (lastHeader, headerCycle) = (sector, cycle) }
        }
        guard let header = lastHeader, headerCycle > 0,
            let record = try window.bytes(at: start + UInt64(header) * 512, count: 512),
            let data = try window.bytes(at: start + UInt64(header) * 512 + 512, count: 16)
        else { return false }
        // One operation, with the unmount flag, in the record that ends where the log ends.
        let length = (Int(record.big(UInt32.self, at: 12)) + 511) / 512
        return record.big(UInt32.self, at: 40) == 1 && data[9] & 0x20 != 0 && header + 1 + length == (end ?? sectors)
    }

    /// Where a file system block lies, in bytes; nil for one outside.
    private func place(_ block: UInt64) -> UInt64? {
        let group = block >> groupBlockBits
        guard group < groups else { return nil }
        let number = group * groupBlocks + (block & ((1 << groupBlockBits) - 1))
        return number < blocks ? number * blockBytes : nil
    }

    // MARK: Trees

    private func freeRanges(of group: UInt64) throws(ExportError) -> [Range<UInt64>]? {
        let start = group * groupBlocks * blockBytes
        guard let header = try window.bytes(at: start + sectorBytes, count: 64), header.starts(with: "XAGF".utf8),
            UInt64(header.big(UInt32.self, at: 8)) == group
        else { return nil }
        let length = UInt64(header.big(UInt32.self, at: 12))
        guard length <= min(groupBlocks, blocks - group * groupBlocks) else { return nil }
        var at = UInt64(header.big(UInt32.self, at: 16))
        for _ in 1..<max(1, min(10, header.big(UInt32.self, at: 28))) {
            guard let first = try firstChild(of: at, in: start) else { return nil }
            at = first
        }
        var free: [Range<UInt64>] = []
        var (blocks, leaves): (UInt64, UInt64) = (0, 0)
        while at != UInt64(UInt32.max) {
            leaves += 1
            guard at < groupBlocks, leaves <= groupBlocks, let node = try node(at, start),
                node.big(UInt16.self, at: 4) == 0
            else { return nil }
            for index in 0..<Int(node.big(UInt16.self, at: 6)) {
                let record = headBytes + index * 8
                guard record + 8 <= node.count else { return nil }
                let first = UInt64(node.big(UInt32.self, at: record))
                let count = UInt64(node.big(UInt32.self, at: record + 4))
                guard first + count <= length else { return nil }
                free.append((start + first * blockBytes)..<(start + (first + count) * blockBytes))
                blocks += count
            }
            at = UInt64(node.big(UInt32.self, at: 12))
        }
        // The group's own count is another witness.
        return blocks == UInt64(header.big(UInt32.self, at: 52)) ? free : nil
    }

    private var headBytes: Int { hasChecksums ? 56 : 16 }

    private func node(_ block: UInt64, _ start: UInt64) throws(ExportError) -> [UInt8]? {
        guard let node = try window.bytes(at: start + block * blockBytes, count: Int(blockBytes)),
            node.starts(with: (hasChecksums ? "AB3B" : "ABTB").utf8)
        else { return nil }
        return node
    }

    private func firstChild(of block: UInt64, in start: UInt64) throws(ExportError) -> UInt64? {
        guard let node = try node(block, start), node.big(UInt16.self, at: 4) > 0 else { return nil }
        let most = (Int(blockBytes) - headBytes) / 12
        return UInt64(node.big(UInt32.self, at: headBytes + most * 8))
    }
}
