import Estate
import Foundation
import Synchronization
import TestFiles
import Testing
import DiskCopying

@Suite struct RateTests {
    // The bytes of several copies together must keep to the limit, and a limit that is lifted must count at once.
    @Test func `a limiter lets no more through than its rate, until it is lifted`() async throws {
        let time = Mutex(0.0)
        let limit = Mutex<UInt64?>(1000)
        let limiter = RateLimiter(
            limit: { limit.withLock { $0 } }, now: { time.withLock { $0 } },
            sleep: { seconds in time.withLock { $0 += seconds + 1e-6 } })
        for _ in 0..<10 { try await limiter.spend(1000) }
        #expect(time.withLock { $0 } > 8.9 && time.withLock { $0 } < 11)
        limit.withLock { $0 = nil }
        try await limiter.spend(1 << 40)
        #expect(time.withLock { $0 } < 11.5)
    }

    // An editor that empties the file before it writes it would let the copy fill the line for that moment, or the night.
    @Test(arguments: ["", "# none\n", "5 M a second", "08:00-18:0"])
    func `a mistake in the file of limits keeps the last one and is said once`(mistake: String) throws {
        let scratch = try Scratch()
        let path = try scratch.file("limits", Array("5M\n".utf8))
        let said = Mutex([String]())
        let file = try LimitFile(path: path) { text in said.withLock { $0.append(text) } }
        #expect(file.limit() == 5 << 20)
        _ = try scratch.file("limits", Array(mistake.utf8))
        #expect(file.limit() == 5 << 20 && file.limit() == 5 << 20)
        #expect(said.withLock { $0.count } == 1)
        try FileManager.default.removeItem(atPath: path)
        #expect(file.limit() == 5 << 20)
        _ = try scratch.file("limits", Array("none".utf8))
        #expect(file.limit() == nil && said.withLock { $0.count } == 1)
        _ = try scratch.file("limits", Array(mistake.utf8))
        #expect(file.limit() == nil && said.withLock { $0.count } == 2)
    }

    @Test func `a file of limits that says nothing is refused at the start`() throws {
        let path = try Scratch().file("limits", [])
        #expect(throws: (any Error).self) { _ = try LimitFile(path: path) }
    }

    // MARK: Shared

    /// A server with large reads, or with many disks, must not starve the others until their window is over.
    @Test func `copies that share a rate get as many bytes each, whatever they read at once`() async throws {
        let time = VirtualTime(sleepers: 3)
        let limiter = RateLimiter(limit: { 10_000 }, now: { time.now }, sleep: { try await time.sleep($0) })
        let got = try await copied([1000, 4000, 500], by: limiter, time, seconds: 100)
        let total = Double(got.reduce(0, +))
        #expect((950_000...1_050_000).contains(total), "\(got)")
        for bytes in got { #expect(abs(Double(bytes) - total / 3) < total / 3 * 0.05, "\(got)") }
    }

    @Test func `the cap changes while copies run, day after day, and each is kept within 5 %`() async throws {
        let schedule = try RateSchedule("00:01,10K 00:02,40K 00:03,20K")
        let time = VirtualTime(sleepers: 2)
        let limiter = RateLimiter(
            limit: { schedule.limit(at: Moment(seconds: time.now), by: .utc) }, now: { time.now },
            sleep: { try await time.sleep($0) })
        let minutes = Mutex<[Int: Int]>([:])
        let day = 86_400.0
        for start in [60.0, day + 60, 2 * day + 60] {
            time.jump(to: start)
            _ = try await copied([1024, 512], by: limiter, time, seconds: 180) { bytes in
                minutes.withLock { $0[Int((time.now - start) / 60), default: 0] += bytes }
            }
            for (minute, kibibytes) in [10, 40, 20].enumerated() {
                let seen = Double(minutes.withLock { $0[minute] ?? 0 }) / 60 / 1024
                #expect(abs(seen - Double(kibibytes)) <= Double(kibibytes) * 0.05, "minute \(minute): \(seen) KiB/s")
            }
            minutes.withLock { $0 = [:] }
        }
    }

    @Test func `zeros that do not travel cost nothing`() async throws {
        let time = VirtualTime(sleepers: 1)
        let (limiter, share) = (
            RateLimiter(limit: { 1000 }, now: { time.now }, sleep: { try await time.sleep($0) }), RateLimiter.Share()
        )
        for _ in 0..<100 {
            try await limiter.spend(1000, of: share)
            await limiter.giveBack(1000, of: share)
        }
        #expect(time.now < 1)
    }

    /// A disk that only the server's own dd can read sends all of itself for each proof.
    @Test func `digests keep to the limit where they cost as much as reads`() async throws {
        let time = Mutex(0.0)
        let limiter = RateLimiter(
            limit: { 1 << 20 }, now: { time.withLock { $0 } },
            sleep: { seconds in time.withLock { $0 += seconds + 1e-6 } })
        let limited = LimitedSource(MemoryDisk([UInt8](repeating: 7, count: 8 << 20)), limiter: limiter)
        try await limited.digests(chunkBytes: 1 << 20) { _, _ in }
        #expect(time.withLock { $0 } > 6.5)
    }

    /// Bytes that each got by the end of so many seconds.
    private func copied(
        _ reads: [Int], by limiter: RateLimiter, _ time: VirtualTime, seconds: Double,
        each: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [Int] {
        let end = time.now + seconds
        return try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for (index, bytes) in reads.enumerated() {
                group.addTask {
                    let share = RateLimiter.Share()
                    var got = 0
                    while true {
                        try await limiter.spend(bytes, of: share)
                        guard time.now < end else { break }
                        got += bytes
                        each(bytes)
                    }
                    time.leave()
                    return (index, got)
                }
            }
            return try await group.reduce(into: [Int](repeating: 0, count: reads.count)) { $0[$1.0] = $1.1 }
        }
    }
}

/// A clock that goes on to the next moment for which somebody waits, once all of them wait.
private final class VirtualTime: Sendable {
    private struct State {
        var now = 0.0
        var sleepers: Int
        var left = 0
        var waiting: [(until: Double, go: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(sleepers: Int) { state = Mutex(State(sleepers: sleepers)) }

    var now: Double { state.withLock { $0.now } }

    func jump(to moment: Double) { state.withLock { ($0.now, $0.left) = (moment, 0) } }

    func sleep(_ seconds: Double) async throws {
        await withCheckedContinuation { go in
            wake { $0.waiting.append(($0.now + seconds, go)) }
        }
    }

    /// One waits no more.
    func leave() { wake { $0.left += 1 } }

    private func wake(_ change: (inout State) -> Void) {
        let due = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            change(&state)
            guard state.waiting.count >= state.sleepers - state.left, let next = state.waiting.map(\.until).min() else {
                return []
            }
            state.now = max(state.now, next)
            let due = state.waiting.filter { $0.until <= state.now }.map(\.go)
            state.waiting.removeAll { $0.until <= state.now }
            return due
        }
        for go in due { go.resume() }
    }
}
