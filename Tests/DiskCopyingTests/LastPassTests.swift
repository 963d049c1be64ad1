import BlockExport
import Estate
import Synchronization
import TestFiles
import Testing
import DiskCopying

private let chunk = 512
private let chunks = 16

/// Random numbers that a seed repeats.
private struct Dice: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

@Suite struct LastPassTests {
    enum Watch: String, CaseIterable, Sendable { case tracing, marking, nobody }

    private func scene(_ watch: Watch, seed: UInt64 = 1) async throws -> (MemoryDisk, MemoryImage, DiskCopy) {
        let source = MemoryDisk(noise(chunks * chunk, seed: seed))
        source.change {
            $0.tracing = watch == .tracing
            $0.marking = watch == .marking
        }
        let image = MemoryImage(bytes: chunks * chunk)
        let copy = try await DiskCopy(
            source: source, target: image, targetIsNew: false,
            checkpoint: CopyCheckpoint(source: source.identity, chunkBytes: chunk))
        _ = try await copy.fullPass()
        _ = try await copy.verify()
        return (source, image, copy)
    }

    // The fault itself: the proof compared nothing, and the image lacked what was written to a chunk that no pass touched.
    @Test func `a write behind the last pass is not in what was touched, and is seen all the same`() async throws {
        let (source, image, copy) = try await scene(.tracing)
        _ = try await copy.deltaPass()
        source.change { $0.write([1, 2, 3], at: 5 * chunk) }
        let comparison = try await copy.verifyTouched()
        #expect(comparison.isEqual && comparison.chunks == 0 && !comparison.isProved)
        let proof = try await copy.lastPass()
        #expect(proof.isProved && proof.writes == .none)
        #expect(image.bytes == source.change { $0.bytes })
    }

    // A write at any one moment of the last pass and its proof: either it is in the image, or nothing is proved.
    @Test(arguments: Watch.allCases) func `one write at every moment between pass and proof is never lost`(watch: Watch)
        async throws
    {
        for moment in 0..<160 {
            let (source, image, copy) = try await scene(watch)
            let asked = Mutex(0)
            source.change {
                $0.turns = []
                $0.before = { state in
                    let now = asked.withLock { count in
                        count += 1
                        return count
                    }
                    if now == moment { state.write([9, 9, 9], at: 7 * chunk + 5) }
                }
            }
            try await check(copy.lastPass(comparesFirst: moment % 2 == 0), source, image, "moment \(moment)")
        }
    }

    // Nobody chooses the moments in the field.
    @Test(arguments: Watch.allCases) func `a thousand random interleavings prove nothing that is not so`(watch: Watch)
        async throws
    {
        var (proved, open) = (0, 0)
        for seed in 1...(watch == .tracing ? 500 : 250) as ClosedRange<UInt64> {
            let (source, image, copy) = try await scene(watch, seed: seed)
            let dice = Mutex(Dice(seed))
            let left = Mutex(Int(seed % 7))
            source.change {
                $0.turns = []
                $0.before = { state in
                    dice.withLock { dice in
                        guard left.withLock({ $0 > 0 }), Int.random(in: 0..<6, using: &dice) == 0 else { return }
                        left.withLock { $0 -= 1 }
                        let data = (0..<8).map { _ in UInt8.random(in: 0...255, using: &dice) }
                        state.write(data, at: Int.random(in: 0..<(chunks * chunk - 8), using: &dice))
                    }
                }
            }
            let result = try await copy.lastPass(comparesFirst: seed % 3 == 0)
            try await check(result, source, image, "seed \(seed)")
            if result.isProved { proved += 1 } else { open += 1 }
        }
        #expect(watch == .nobody ? proved == 0 : proved > 100)
        #expect(watch == .marking || open > 0)
    }

    /// What is said of the image is so.
    private func check(_ result: VerifyResult, _ source: MemoryDisk, _ image: MemoryImage, _ place: String) async throws
    {
        guard result.isEqual else { return }
        let turns = source.change { $0.turns ?? [] }
        switch result.writes {
        case .held: Issue.record("nobody held it: \(place)")
        case .seen: break
        // The last turn ended the proof: until then the image was the disk.
        case .none: #expect(image.bytes == turns.last, "\(place)")
        // Without a watch: the disk as it was at the turn at which the comparison began.
        case .unwatched: #expect(turns.contains(image.bytes), "\(place)")
        }
    }

    // A disk that is never still must not be published as proved, nor keep the copy for ever.
    @Test(arguments: [Watch.tracing, .marking]) func `a disk that is written all the time is not proved`(watch: Watch)
        async throws
    {
        let (source, _, copy) = try await scene(watch)
        let count = Mutex(UInt8(0))
        source.change {
            $0.before = { state in
                let value = count.withLock { count in
                    count &+= 1
                    return count
                }
                state.write([value], at: 3 * chunk)
            }
        }
        let result = try await copy.lastPass(rounds: 3)
        #expect(!result.isProved && (!result.isEqual || result.writes == .seen))
    }

    // A hold that holds only one of two file systems must not be believed.
    @Test func `a held disk that is written all the same is not proved`() async throws {
        let (source, image, copy) = try await scene(.tracing)
        #expect(try await copy.lastPass(held: true).writes == .held)
        #expect(image.bytes == source.change { $0.bytes })
        let count = Mutex(UInt8(0))
        source.change {
            $0.before = { state in
                let value = count.withLock { count in
                    count &+= 1
                    return count
                }
                state.write([value], at: 3 * chunk)
            }
        }
        #expect(try await !copy.lastPass(held: true).isProved)
    }
}
