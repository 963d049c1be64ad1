/// The chunks of a btrfs: what of the device they do not cover holds nothing (btrfs documentation, "On-disk Format").
///
/// Inside of chunks everything counts as used; zeros there are found by reading. One device, checksums of CRC-32C.
struct BtrfsFileSystem {
    private let window: Window
    private let nodeBytes: Int
    private let device: UInt64
    /// Bytes that the file system takes, from the start of the window.
    let deviceBytes: UInt64
    let uuid: [UInt8]
    /// Nodes that may still be read: a tree that leads back into itself ends.
    private var nodesLeft = 65_536
    /// Logical address → place on this device, from the superblock and then from the chunk tree.
    private var stripes: [(logical: Range<UInt64>, place: UInt64)] = []
    /// Places of all stripes on this device.
    private var used: [Range<UInt64>] = []

    private static let superblock: UInt64 = 64 << 10
    /// The superblock's copies; and the first MiB, where boot loaders live.
    private static let kept: [Range<UInt64>] = [
        0..<(1 << 20), (64 << 20)..<((64 << 20) + 4096), (256 << 30)..<((256 << 30) + 4096),
    ]
    private static let chunkItem: UInt8 = 228

    /// Nil when `window` holds no btrfs, or one that is not understood.
    init?(_ window: Window) throws(ExportError) {
        guard let block = try window.bytes(at: Self.superblock, count: 4096),
            block[0x40..<0x48].elementsEqual("_BHRfS_M".utf8), Self.isSound(block),
            block.little(UInt16.self, at: 0xC4) == 0, block.little(UInt64.self, at: 0x88) == 1
        else { return nil }
        self.window = window
        uuid = Array(block[32..<48])
        nodeBytes = Int(block.little(UInt32.self, at: 0x94))
        device = block.little(UInt64.self, at: 0xC9)
        deviceBytes = block.little(UInt64.self, at: 0xC9 + 8)
        let arrayBytes = Int(block.little(UInt32.self, at: 0xA0))
        guard nodeBytes >= 4096, nodeBytes <= 65536, arrayBytes <= 2048, deviceBytes <= window.count else { return nil }
        var at = 0x32B
        let end = at + arrayBytes
        while at + 17 + 48 <= end {
            guard let length = add(block, key: at, item: at + 17, limit: end) else { return nil }
            at += 17 + length
        }
        guard try walk(block.little(UInt64.self, at: 0x58), level: block[0xC7]) else { return nil }
    }

    /// Free ranges in bytes from the start of the window.
    var freeRanges: [Range<UInt64>] {
        let map = AllocationMap(size: deviceBytes, free: used + Self.kept)
        return map.extents(in: 0..<deviceBytes).filter { $0.used }.map { $0.range }
    }

    private static func isSound(_ block: [UInt8]) -> Bool {
        block.little(UInt32.self, at: 0) == CRC32C.of(block[32...])
    }

    /// Adds a chunk item; answers its length, nil when it makes no sense.
    private mutating func add(_ bytes: [UInt8], key: Int, item: Int, limit: Int) -> Int? {
        let logical = bytes.little(UInt64.self, at: key + 9)
        let length = bytes.little(UInt64.self, at: item)
        let count = Int(bytes.little(UInt16.self, at: item + 44))
        guard count > 0, item + 48 + count * 32 <= limit, length < 1 << 50, logical < 1 << 62 else { return nil }
        let type = bytes.little(UInt64.self, at: item + 24)
        // RAID0, 10, 5 and 6 spread a chunk over stripes; on one device only single and DUP are found.
        guard type & (0x8 | 0x40 | 0x80 | 0x100) == 0 else { return nil }
        for index in 0..<count {
            let stripe = item + 48 + index * 32
            guard bytes.little(UInt64.self, at: stripe) == device else { return nil }
            let place = bytes.little(UInt64.self, at: stripe + 8)
            guard place < 1 << 62, place + length <= deviceBytes else { return nil }
            stripes.append((logical..<(logical + length), place))
            used.append(place..<(place + length))
        }
        return 48 + count * 32
    }

    /// Reads a node of the chunk tree and those below it.
    private mutating func walk(_ logical: UInt64, level: UInt8) throws(ExportError) -> Bool {
        nodesLeft -= 1
        guard nodesLeft > 0, level < 8, let stripe = stripes.first(where: { $0.logical.contains(logical) }),
            let node = try window.bytes(at: stripe.place + (logical - stripe.logical.lowerBound), count: nodeBytes),
            Self.isSound(node), node[100] == level
        else { return false }
        let count = Int(node.little(UInt32.self, at: 96))
        let itemBytes = level == 0 ? 25 : 33
        guard 101 + count * itemBytes <= nodeBytes else { return false }
        for index in 0..<count {
            let at = 101 + index * itemBytes
            if level > 0 {
                guard try walk(node.little(UInt64.self, at: at + 17), level: level - 1) else { return false }
            } else if node[at + 8] == Self.chunkItem {
                let item = 101 + Int(node.little(UInt32.self, at: at + 17))
                guard item + 48 <= nodeBytes, add(node, key: at, item: item, limit: nodeBytes) != nil else {
                    return false
                }
            }
        }
        return true
    }
}

/// CRC-32C (Castagnoli), as btrfs uses it.
enum CRC32C {
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
        }
        return ~crc
    }
}
