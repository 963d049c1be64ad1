import Estate
import Operations
import Terminal
import Testing

/// If these fail, VMs move in working hours.
@Suite struct `The hours in which VMs may move` {
    private let madrid = ZoneClock(named: "Europe/Madrid")!

    @Test(arguments: [("2026-07-01T20:30:00Z", true), ("2026-07-01T19:30:00Z", false), ("2026-12-01T20:30:00Z", false)])
    func `the zone's own clock counts, in summer and in winter`(at: String, inside: Bool) throws {
        let reason = try RunHours(["22:00-05:00"]).reasonToStop(at: Moment(iso: at)!, in: madrid)
        #expect((reason == nil) == inside)
    }

    // In the night of the change the same minute of the wall comes twice, or not at all: what the wall shows decides.
    @Test(arguments: [
        ("Europe/Berlin", "2027-03-28T00:59:00Z", "2027-03-28T01:00:00Z"),  // 01:59, then 03:00
        ("America/New_York", "2027-03-14T06:59:00Z", "2027-03-14T07:00:00Z"),
        ("Australia/Sydney", "2027-10-02T15:59:00Z", "2027-10-02T16:00:00Z"),
        ("Australia/Lord_Howe", "2027-10-02T15:29:00Z", "2027-10-02T15:30:00Z"),  // 01:59, then 02:30
    ]) func `the hours end with the wall's clock in the night that skips some`(
        zone: String, before: String, after: String
    ) throws {
        let clock = try #require(ZoneClock(named: zone))
        let hours = try RunHours(["22:00-02:15"])
        #expect(hours.reasonToStop(at: Moment(iso: before)!, in: clock) == nil)
        #expect(hours.reasonToStop(at: Moment(iso: after)!, in: clock) != nil)
    }

    @Test(arguments: [
        ("Europe/Berlin", "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"),  // 02:30 twice
        ("America/New_York", "2027-11-07T05:30:00Z", "2027-11-07T06:30:00Z"),  // 01:30 twice
        ("Australia/Sydney", "2027-04-03T15:30:00Z", "2027-04-03T16:30:00Z"),
        ("Australia/Lord_Howe", "2027-04-03T14:45:00Z", "2027-04-03T15:15:00Z"),  // 01:45 twice
    ]) func `a time that comes twice is inside both times`(zone: String, first: String, second: String) throws {
        let clock = try #require(ZoneClock(named: zone))
        let hours = try RunHours(["01:00-02:45"])
        for moment in [first, second] { #expect(hours.reasonToStop(at: Moment(iso: moment)!, in: clock) == nil) }
    }

    @Test func `without hours nothing is outside`() throws {
        #expect(try RunHours([]).reasonToStop(at: Moment(seconds: 0), in: .utc) == nil)
    }
}
