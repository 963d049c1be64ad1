import Estate
import NBD
import Synchronization
import Testing

@testable import DiskCopying

/// What is not said to be used is neither copied nor compared: zeros on both sides, and a proof that is green.
@Suite struct `Used space` {
    private static let disk: UInt64 = 5 << 30
    private let silence = Failure("read the disk", on: "nbd://x", because: "nothing was said", next: "look")

    private func used(
        _ answer: @escaping @Sendable (Range<UInt64>) -> [NBDConnection.Extent]
    ) async throws -> [Range<UInt64>] {
        try await UsedSpace.of(Self.disk, silence: silence) { answer($0) }
    }

    // Over a way of 50 ms a disk of 2 TiB takes a minute to be asked about, one question after the other.
    @Test func `is asked for in several questions at once`() async throws {
        let waiting = Mutex((now: 0, most: 0))
        _ = try await WholeDisk.ask(64 << 30, silence: silence) { range in
            waiting.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try await Task.sleep(for: .milliseconds(20))
            waiting.withLock { $0.now -= 1 }
            return (range.upperBound, [range])
        }
        #expect(waiting.withLock { $0.most } > 4)
    }

    @Test func `is asked to the end of the disk, however short the answers`() async throws {
        let found = try await used { range in
            let end = min(range.upperBound, range.lowerBound + 1 << 30)
            return [NBDConnection.Extent(range: range.lowerBound..<end, used: range.lowerBound != 1 << 30)]
        }
        let gib: UInt64 = 1 << 30
        let wanted: [Range<UInt64>] = [0..<gib, (2 * gib)..<(3 * gib), (3 * gib)..<(4 * gib), (4 * gib)..<(5 * gib)]
        #expect(found == wanted)
    }

    @Test func `is unknown, and not free, where a server answers nothing`() async throws {
        for last in [[], [NBDConnection.Extent(range: 2 << 30..<2 << 30, used: true)]] as [[NBDConnection.Extent]] {
            let failure = await #expect(throws: Failure.self) {
                try await used { range in
                    range.lowerBound == 0 ? [NBDConnection.Extent(range: 0..<2 << 30, used: true)] : last
                }
            }
            #expect(failure?.because == "nothing was said")
        }
    }
}
