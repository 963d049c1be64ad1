internal import BlockExport
internal import Foundation

/// Which pieces of what is called free are looked at. Pure.
///
/// A wrong claim is rarely wrong in one place: it hides nine tenths of an array. If a share `w` of the pieces is wrong, `n`
/// random pieces all miss it with probability (1 − w)ⁿ. For w = 0.1 % and 99.9 % certainty: n = ln 0.001 / ln 0.999, rounded up:
/// 6,905 pieces of 64 KiB, 432 MiB in all. A hole is a fact of a file system or a format, not a belief about an owner: there
/// w = 10 % and 99 % certainty have to do, 44 pieces.
struct FreeSample {
    static let pieceBytes: UInt64 = 64 << 10
    static let count = 6905
    static let holeCount = 44
    /// Shares of wrong pieces that these find, and how certainly at least.
    static let (share, holeShare) = (0.001, 0.1)
    /// Bytes at either end of the disk and of every partition where all is looked at, and how much of it at once.
    static let endBytes: UInt64 = 64 << 20
    static let endPieceBytes: UInt64 = 1 << 20

    /// Pieces at the ends, all of them.
    private(set) var ends: [Range<UInt64>] = []
    /// Others for which no kernel vouches.
    private(set) var marks: [Range<UInt64>] = []
    private(set) var holes: [Range<UInt64>] = []
    /// Less than 1 where only a sample of `marks` is looked at.
    private(set) var certainty = 1.0

    /// - Parameters:
    ///   - claims: what is called free, ascending.
    ///   - ends: where all of it is looked at.
    init(of claims: [FreeClaim], ends: [Range<UInt64>], using random: inout some RandomNumberGenerator) {
        let map = AllocationMap(size: ends.map(\.upperBound).max() ?? 0, free: ends)
        var inner: [FreeClaim.Basis: [Range<UInt64>]] = [:]
        for claim in claims {
            for part in map.extents(in: claim.range.clamped(to: 0..<map.size)) {
                if part.used {
                    inner[claim.basis, default: []].append(part.range)
                } else {
                    self.ends += Self.cut(part.range, Self.endPieceBytes)
                }
            }
        }
        marks = Self.chosen(of: inner[.marks] ?? [], Self.count, &random)
        holes = Self.chosen(of: inner[.hole] ?? [], Self.holeCount, &random)
        let all = (inner[.marks] ?? []).reduce(0) { $0 + Self.pieceCount($1) }
        if marks.count < all { certainty = Self.certainty(of: marks.count, share: Self.share) }
    }

    /// How certainly so many random pieces find a share of wrong ones.
    static func certainty(of count: Int, share: Double) -> Double { 1 - pow(1 - share, Double(count)) }

    /// How many random pieces find a share of wrong ones with so much certainty.
    static func count(share: Double, certainty: Double) -> Int {
        Int((log(1 - certainty) / log(1 - share)).rounded(.up))
    }

    /// The first and last bytes of the disk and of its partitions.
    static func ends(of places: [Range<UInt64>], bytes: UInt64 = endBytes) -> [Range<UInt64>] {
        places.flatMap { place in
            let count = min(bytes, UInt64(place.count))
            return [place.lowerBound..<(place.lowerBound + count), (place.upperBound - count)..<place.upperBound]
        }
    }

    private static func pieceCount(_ range: Range<UInt64>) -> Int {
        Int((UInt64(range.count) + pieceBytes - 1) / pieceBytes)
    }

    private static func piece(_ number: Int, of range: Range<UInt64>, _ size: UInt64 = pieceBytes) -> Range<UInt64> {
        let start = range.lowerBound + UInt64(number) * size
        return start..<min(start + size, range.upperBound)
    }

    private static func cut(_ range: Range<UInt64>, _ size: UInt64 = pieceBytes) -> [Range<UInt64>] {
        (0..<Int((UInt64(range.count) + size - 1) / size)).map { piece($0, of: range, size) }
    }

    /// Floyd's choice of distinct numbers: no list of all pieces is made.
    private static func chosen(
        of ranges: [Range<UInt64>], _ count: Int, _ random: inout some RandomNumberGenerator
    ) -> [Range<UInt64>] {
        let counts = ranges.map(pieceCount)
        let total = counts.reduce(0, +)
        guard total > count else { return ranges.flatMap { cut($0) } }
        var numbers: Set<Int> = []
        for last in (total - count)..<total {
            let number = Int.random(in: 0...last, using: &random)
            numbers.insert(numbers.contains(number) ? last : number)
        }
        var pieces: [Range<UInt64>] = []
        var (index, before) = (0, 0)
        for number in numbers.sorted() {
            while number >= before + counts[index] {
                before += counts[index]
                index += 1
            }
            pieces.append(piece(number - before, of: ranges[index]))
        }
        return pieces
    }
}
