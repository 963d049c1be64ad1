import Estate
import Terminal
import Testing

/// If these fail, a history from another country lies an hour off, and the busiest hour with it.
@Suite struct `Zones by name` {
    @Test func `a name has summer and winter`() throws {
        let madrid = try #require(ZoneClock(named: "Europe/Madrid"))
        #expect(madrid.offset(at: Moment(iso: "2026-07-01T00:00:00Z")!) == 7200)
        #expect(madrid.offset(at: Moment(iso: "2026-12-01T00:00:00Z")!) == 3600)
    }

    @Test(arguments: [("+02:00", 7200.0), ("-05", -18_000), ("+05:30", 19_800)])
    func `a difference is a zone`(text: String, seconds: Double) {
        #expect(ZoneClock(named: text)?.offset(at: Moment(seconds: 0)) == seconds)
    }

    // West of Greenwich a skipped time came an hour early, and of a time shown twice the east had the second.
    @Test(arguments: [
        ("Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30:00Z"),
        ("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T00:30:00Z"),
        ("America/New_York", "2027-03-14T02:30", "2027-03-14T07:30:00Z"),
        ("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30:00Z"),
        ("Australia/Sydney", "2027-10-03T02:30", "2027-10-02T16:30:00Z"),
        ("Australia/Sydney", "2027-04-04T02:30", "2027-04-03T15:30:00Z"),
        ("Australia/Lord_Howe", "2027-10-03T02:15", "2027-10-02T15:45:00Z"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45:00Z"),
        ("Europe/Berlin", "2027-03-28T03:30", "2027-03-28T01:30:00Z"),
        ("America/New_York", "2027-07-01T12:00", "2027-07-01T16:00:00Z"),
    ]) func `a time that a night skips comes as much later, and one that comes twice is its first`(
        name: String, shown: String, moment: String
    ) throws {
        let clock = try #require(ZoneClock(named: name))
        #expect(clock.moment(showing: shown) == Moment(iso: moment))
    }

    @Test(arguments: ["", "+15:00", "+01:60", "Europe/Atlantis", "+", "+1:2:3"])
    func `what is no zone is refused`(text: String) {
        #expect(ZoneClock(named: text) == nil)
    }
}
