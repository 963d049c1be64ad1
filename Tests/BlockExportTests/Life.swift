@testable import BlockExport

/// One use of a disk: a table, an array, volumes, encryption and a file system inside of one another, each or none.
struct Life: CustomStringConvertible {
    enum Table: CaseIterable { case none, mbr, gpt }
    enum Array: CaseIterable { case none, old, atEnd, atStart, usual }
    enum Content: CaseIterable { case ext, swap, raw }

    var table: Table
    var array: Array
    var hasVolumes: Bool
    var isEncrypted: Bool
    var content: Content
    /// Where data lies: differs from one life to the next.
    var seed: UInt64

    init(using random: inout SeededRandom) {
        table = Table.allCases.randomElement(using: &random) ?? .none
        array = Bool.random(using: &random) ? .none : Array.allCases.randomElement(using: &random) ?? .none
        hasVolumes = Int.random(in: 0..<3, using: &random) == 0
        isEncrypted = Int.random(in: 0..<4, using: &random) == 0
        content = Content.allCases.randomElement(using: &random) ?? .ext
        seed = random.next()
    }

    var description: String {
        "table \(table), array \(array), volumes \(hasVolumes), encrypted \(isEncrypted), \(content)"
    }
}

/// What a life wrote, and which ranges its owner reads back.
struct Written {
    var pieces: [(bytes: [UInt8], offset: UInt64)] = []
    var owned: [Range<UInt64>] = []

    mutating func put(_ bytes: [UInt8], _ offset: UInt64, owned isOwned: Bool = true) {
        pieces.append((bytes, offset))
        if isOwned { owned.append(offset..<(offset + UInt64(bytes.count))) }
    }
}
