internal import Foundation

/// Makes damaged files of good ones and gives them to a reader: each must be read, or refused with an error of the
/// reader's own. A trap ends the tests.
///
/// `P2V_FUZZ_SECONDS=600` tries for so long in all; `P2V_FUZZ_SEED` begins elsewhere. The file that is tried is kept in the
/// temporary folder as `p2v-fuzz-NAME` then.
package enum DamagedBytes {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["P2V_FUZZ_SECONDS"].flatMap(Double.init)
    private static let first = environment["P2V_FUZZ_SEED"].flatMap(UInt64.init) ?? 0
    /// Readers that share the time.
    private static let readers = 12.0

    /// - Parameters:
    ///   - mend: puts right what would let the reader refuse at once, as checksums do.
    ///   - read: says what is wrong with the outcome; nil when all is well.
    /// - Returns: what was wrong, with the seed.
    package static func tried(
        _ name: String, _ good: [[UInt8]], mend: (inout [UInt8]) -> Void = { _ in },
        read: ([UInt8]) async throws -> String?
    ) async throws -> [String] {
        let end = ContinuousClock.now + .seconds(seconds.map { $0 / readers } ?? 0.1)
        var (seed, faults) = (first, [String]())
        repeat {
            var dice = SeededRandom(seed)
            var bytes = good[Int(seed % UInt64(good.count))]
            for _ in 0..<Int.random(in: 1...4, using: &dice) { damage(&bytes, &dice) }
            mend(&bytes)
            if seconds != nil {
                let place = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-fuzz-\(name)")
                try Data(bytes).write(to: place)
            }
            if let fault = try await read(bytes) { faults.append("\(name), seed \(seed): \(fault)") }
            seed += 1
        } while ContinuousClock.now < end && faults.count < 10
        return faults
    }

    private static func damage(_ bytes: inout [UInt8], _ dice: inout SeededRandom) {
        guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: 0...255, using: &dice)) }
        let at = Int.random(in: 0..<bytes.count, using: &dice)
        switch Int.random(in: 0..<7, using: &dice) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
        case 1, 2: number(&bytes, at, &dice)
        case 3: bytes.removeSubrange(at...)
        case 4: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...64, using: &dice)))
        case 5: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 64)], at: at)
        default: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        }
    }

    /// Eight or four bytes become a number at the edge of something.
    private static func number(_ bytes: inout [UInt8], _ at: Int, _ dice: inout SeededRandom) {
        let edges: [UInt64] = [
            0, 1, .max, .max - 511, 1 << 63, (1 << 63) - 1, 1 << 32, (1 << 32) - 1, 1 << 31, 511, 513,
        ]
        let value = edges.randomElement(using: &dice) ?? 0
        let (place, count) = (at / 8 * 8, Bool.random(using: &dice) ? 8 : 4)
        for index in 0..<count where place + index < bytes.count {
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - index)))
        }
    }
}
