internal import Foundation

/// Which pieces of what is called free are looked at. Pure.
///
/// A wrong claim is rarely wrong in one place: it hides nine tenths of an array. If a share `w` of the pieces is wrong, `n`
/// random pieces all miss it with probability (1 − w)ⁿ. For w = 0.1 % and 99.9 % certainty: n = ln 0.001 / ln 0.999, rounded up:
/// 6,905 pieces of 64 KiB, 432 MiB in all.
package enum FreeSample {
    package static let pieceBytes: UInt64 = 64 << 10
    package static let count = 6905
    /// Bytes at either end of the disk where all is looked at.
    package static let endBytes: UInt64 = 64 << 20

    /// How many random pieces find a share of wrong ones with so much certainty.
    package static func count(share: Double, certainty: Double) -> Int {
        Int((log(1 - certainty) / log(1 - share)).rounded(.up))
    }

    /// Pieces of the ranges for which no kernel vouches: all at the disk's ends, and `count` others, or all where there are
    /// fewer; ascending.
    package static func pieces(
        of claims: [FreeClaim], diskBytes: UInt64, count: Int = count, using random: inout some RandomNumberGenerator
    ) -> [Range<UInt64>] {
        let ends = [0..<min(endBytes, diskBytes), (diskBytes - min(endBytes, diskBytes))..<diskBytes]
        var always: [Range<UInt64>] = []
        var inner: [Range<UInt64>] = []
        for claim in claims where !claim.isVouched && !claim.range.isEmpty {
            for end in ends where claim.range.overlaps(end) { always += cut(claim.range.clamped(to: end)) }
            let middle = claim.range.clamped(to: min(ends[0].upperBound, ends[1].lowerBound)..<ends[1].lowerBound)
            if !middle.isEmpty { inner.append(middle) }
        }
        return Array(Set(always + chosen(of: inner, count, &random))).sorted { $0.lowerBound < $1.lowerBound }
    }

    private static func pieceCount(_ range: Range<UInt64>) -> Int {
        Int((UInt64(range.count) + pieceBytes - 1) / pieceBytes)
    }

    private static func piece(_ number: Int, of range: Range<UInt64>) -> Range<UInt64> {
        let start = range.lowerBound + UInt64(number) * pieceBytes
        return start..<min(start + pieceBytes, range.upperBound)
    }

    private static func cut(_ range: Range<UInt64>) -> [Range<UInt64>] {
        (0..<pieceCount(range)).map { piece($0, of: range) }
    }

    /// Floyd's choice of distinct numbers: no list of all pieces is made.
    private static func chosen(
        of ranges: [Range<UInt64>], _ count: Int, _ random: inout some RandomNumberGenerator
    ) -> [Range<UInt64>] {
        let counts = ranges.map(pieceCount)
        let total = counts.reduce(0, +)
        guard total > count else { return ranges.flatMap(cut) }
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
