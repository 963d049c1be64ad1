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

    @Test(arguments: ["", "+15:00", "+01:60", "Europe/Atlantis", "+", "+1:2:3"])
    func `what is no zone is refused`(text: String) {
        #expect(ZoneClock(named: text) == nil)
    }
}
