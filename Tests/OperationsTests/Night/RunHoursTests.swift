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

    @Test func `without hours nothing is outside`() throws {
        #expect(try RunHours([]).reasonToStop(at: Moment(seconds: 0), in: .utc) == nil)
    }
}
