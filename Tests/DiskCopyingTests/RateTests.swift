import Estate
import Foundation
import Synchronization
import TestFiles
import Testing
import DiskCopying

@Suite struct RateTests {
    // An office line that is filled by day stops the office.
    @Test func `the limit depends on the time of day`() throws {
        let schedule = try RateSchedule("20M\n08:00-18:00 5M # office\n\n18:00-22:00 none\n")
        let (slow, normal): (UInt64, UInt64) = (5 << 20, 20 << 20)
        #expect(schedule.limit(at: 0) == normal && schedule.limit(at: 7 * 60 + 59) == normal)
        #expect(schedule.limit(at: 8 * 60) == slow && schedule.limit(at: 17 * 60 + 59) == slow)
        #expect(schedule.limit(at: 18 * 60) == nil)
    }

    @Test func `a time may go over midnight`() throws {
        let schedule = try RateSchedule("22:00-06:00 1G")
        #expect(schedule.limit(at: 23 * 60) == 1 << 30 && schedule.limit(at: 60) == 1 << 30)
        #expect(schedule.limit(at: 12 * 60) == nil)
    }

    // A mistyped limit that means "none" fills the line.
    @Test(arguments: ["fast", "08:00-18:00", "8-18 5M", "-5M", "5X", "25:00-26:00 1M", "1M 2M 3M"])
    func `what is no limit is refused`(text: String) {
        let failure = #expect(throws: Failure.self) { _ = try RateSchedule(text) }
        #expect(failure?.exit == .refused)
    }

    // The bytes of several copies together must keep to the limit, and a limit that is lifted must count at once.
    @Test func `a limiter lets no more through than its rate, until it is lifted`() async throws {
        let time = Mutex(0.0)
        let limit = Mutex<UInt64?>(1000)
        let limiter = RateLimiter(
            limit: { limit.withLock { $0 } }, now: { time.withLock { $0 } },
            sleep: { seconds in time.withLock { $0 += seconds + 1e-6 } })
        for _ in 0..<10 { try await limiter.spend(1000) }
        #expect(time.withLock { $0 } > 9.5 && time.withLock { $0 } < 11)
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
}
