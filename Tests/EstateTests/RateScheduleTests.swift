import Estate
import Testing

/// An office line that is filled by day stops the office; one that is left slow at night ends no copy.
@Suite struct RateScheduleTests {
    @Test func `the limit depends on the time of day`() throws {
        let schedule = try RateSchedule("20M\n08:00-18:00 5M # office\n\n18:00-22:00 none\n")
        let (slow, normal): (UInt64, UInt64) = (5 << 20, 20 << 20)
        #expect(schedule.limit(at: 0, on: .tue) == normal && schedule.limit(at: 7 * 60 + 59, on: .tue) == normal)
        #expect(schedule.limit(at: 8 * 60, on: .sun) == slow && schedule.limit(at: 17 * 60 + 59, on: .sun) == slow)
        #expect(schedule.limit(at: 18 * 60, on: .mon) == nil)
    }

    @Test func `a time may go over midnight`() throws {
        let schedule = try RateSchedule("22:00-06:00 1G")
        #expect(schedule.limit(at: 23 * 60, on: .mon) == 1 << 30 && schedule.limit(at: 60, on: .mon) == 1 << 30)
        #expect(schedule.limit(at: 12 * 60, on: .mon) == nil)
    }

    // MARK: As rclone writes it

    @Test func `each rate holds from its time to the next, on every day`() throws {
        let schedule = try RateSchedule("08:00,512k 19:00,10M 23:00,off")
        for day in Weekday.allCases {
            #expect(schedule.limit(at: 0, on: day) == nil && schedule.limit(at: 479, on: day) == nil)
            #expect(schedule.limit(at: 480, on: day) == 512 << 10 && schedule.limit(at: 1139, on: day) == 512 << 10)
            #expect(schedule.limit(at: 1140, on: day) == 10 << 20 && schedule.limit(at: 1379, on: day) == 10 << 20)
            #expect(schedule.limit(at: 1380, on: day) == nil && schedule.limit(at: 1439, on: day) == nil)
        }
    }

    /// Round the end of the week, too.
    @Test func `times of weekdays hold until the next one`() throws {
        let schedule = try RateSchedule("Tue-08:00,512k Fri-20:30,10M")
        #expect(schedule.limit(at: 479, on: .tue) == 10 << 20 && schedule.limit(at: 480, on: .tue) == 512 << 10)
        #expect(schedule.limit(at: 1229, on: .fri) == 512 << 10 && schedule.limit(at: 1230, on: .fri) == 10 << 20)
        #expect(schedule.limit(at: 0, on: .mon) == 10 << 20 && schedule.limit(at: 1439, on: .sun) == 10 << 20)
        let mixed = try RateSchedule("08:00,1M 20:00,4M Sat-00:00,off")
        #expect(mixed.limit(at: 60, on: .sat) == nil && mixed.limit(at: 480, on: .sat) == 1 << 20)
        #expect(mixed.limit(at: 60, on: .fri) == 4 << 20)
    }

    @Test func `hours go before times, and times before what always holds`() throws {
        let schedule = try RateSchedule("1K\n08:00,2K 20:00,3K\n12:00-13:00 4K")
        #expect(schedule.limit(at: 720, on: .mon) == 4 << 10 && schedule.limit(at: 780, on: .mon) == 2 << 10)
        #expect(schedule.limit(at: 0, on: .mon) == 3 << 10)
    }

    // A mistyped limit that means "none" fills the line.
    @Test(arguments: [
        "fast", "08:00-18:00", "8-18 5M", "-5M", "5X", "25:00-26:00 1M", "1M 2M 3M", "08:00,", ",5M", "24:00,5M",
        "08:00,5M 19:00", "08:00,512", "08:00,5M:1M", "Mon-,5M", "Moon-08:00,5M", "08:00,5M 8:00,6M",
        "Mon-08:00,1M 08:00,2M", "08:00,999999999999999999G",
    ])
    func `what is no limit is refused`(text: String) {
        let failure = #expect(throws: Failure.self) { _ = try RateSchedule(text) }
        #expect(failure?.exit == .refused)
    }
}
