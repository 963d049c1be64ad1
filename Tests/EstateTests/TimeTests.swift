import Estate
import Testing

/// If these fail, a window opens at another hour than the operator wrote.
@Suite struct `The calendar` {
    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_772_481_599.9, "2026-03-02T19:59:59Z"),
        (4_102_444_800, "2100-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    ])
    func `a moment is written in ISO 8601`(seconds: Double, text: String) {
        #expect(Moment(seconds: seconds).iso == text)
    }

    @Test func `what is written is read back`() {
        for seconds in stride(from: 0.0, through: 8e9, by: 86_399 * 97) {
            let moment = Moment(seconds: seconds)
            #expect(Moment(iso: moment.iso) == moment)
        }
    }

    @Test(arguments: [
        "", "2026-03-02", "2026-02-30T20:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T20:00:00", "2026-03-02T20:00:60Z",
        "2026-03-02T20:00:00+1", "2026-3-2T20:00:00ZZ", "2026-03-02T+2:00:00Z", "2026-03-02T20:00:+5Z",
    ])
    func `what is no time is refused`(text: String) {
        #expect(Moment(iso: text) == nil)
    }

    @Test func `days and dates are each other's inverse, and the 29th of February is in leap years only`() {
        for days in stride(from: -200_000, through: 200_000, by: 1) {
            #expect(CivilDate(days: days).days == days)
        }
        #expect(CivilDate("2024-02-29") != nil)
        #expect(CivilDate("2100-02-29") == nil)
        #expect(CivilDate("2026-04-31") == nil)
    }

    @Test(arguments: [("06:30", 390), ("24:00", 1440), ("0:05", 5), ("23:59", 1439)])
    func `a time of day is minutes since midnight`(text: String, minutes: Int) {
        #expect(TimeOfDay(text)?.minutes == minutes)
    }

    @Test(arguments: ["24:01", "24:30", "25:00", "12:60", "12", "12:", "-1:30", "+1:30", "12:30:00", "001:30"])
    func `what is no time of day is refused`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func `hours may pass midnight, and their end is outside`() throws {
        let night = try #require(DayHours("22:00-05:00"))
        #expect(night.contains(minute: 1320) && night.contains(minute: 0) && !night.contains(minute: 300))
        let evening = try #require(DayHours("20:00-24:00"))
        #expect(evening.contains(minute: 1439) && !evening.contains(minute: 0))
        #expect(DayHours("08:00-08:00") == nil && DayHours("08:00") == nil && DayHours("08:00-24:30") == nil)
    }

    /// A zone one hour ahead, two from the 29th of March 2026, 01:00 UTC, on: as Madrid.
    private let madrid = ZoneClock { $0.seconds < 1_774_746_000 ? 3600 : 7200 }

    @Test func `the next half past six is today or tomorrow, by the zone's own clock`() {
        let evening = Moment(iso: "2026-03-28T20:00:00Z")!
        #expect(madrid.next(TimeOfDay("06:30")!, after: evening).iso == "2026-03-29T04:30:00Z")
        #expect(madrid.next(TimeOfDay("21:30")!, after: evening).iso == "2026-03-28T20:30:00Z")
        #expect(madrid.next(TimeOfDay("21:00")!, after: evening).iso == "2026-03-29T19:00:00Z")
        #expect(madrid.timeOfDay(at: evening).text == "21:00")
    }

    @Test func `an hour that daylight saving skips still comes`() {
        let night = Moment(iso: "2026-03-29T00:00:00Z")!
        let next = madrid.next(TimeOfDay("02:30")!, after: night)
        #expect(next > night && next < Moment(iso: "2026-03-29T02:00:00Z")!)
    }

    @Test(arguments: [("2026-03-29T01:30", "2026-03-29T00:30:00Z"), ("2026-03-29T03:30", "2026-03-29T01:30:00Z")])
    func `a time by the zone's clock is the moment at which it shows it, on both sides of a change`(
        shown: String, moment: String
    ) {
        #expect(madrid.moment(showing: shown)?.iso == moment)
        #expect(madrid.moment(showing: "tonight") == nil)
    }
}
