import Dispatcher
import Estate
import Terminal
import Testing

/// If these fail, a service stops an hour outside of what was agreed, twice a year.
@Suite struct `The window of a cut-over, by the wall clock` {
    private let berlin = ZoneClock(named: "Europe/Berlin")!

    @Test func `is the stretch that runs, or comes next`() throws {
        #expect(try window("02:00-05:00", "2026-06-01T21:00:00Z") == "2026-06-02T00:00:00Z 2026-06-02T03:00:00Z")
        #expect(try window("02:00-05:00", "2026-06-02T01:30:10Z") == "2026-06-02T01:30:10Z 2026-06-02T03:00:00Z")
        #expect(try window("22:00-05:00", "2026-06-01T23:00:00Z") == "2026-06-01T23:00:00Z 2026-06-02T03:00:00Z")
    }

    // 29 March 2026: 02:00 becomes 03:00.
    @Test func `has less where an hour is skipped, and none of that night where it lies in that hour`() throws {
        #expect(try window("01:00-04:00", "2026-03-28T22:00:00Z") == "2026-03-29T00:00:00Z 2026-03-29T02:00:00Z")
        #expect(try window("01:30-02:30", "2026-03-28T22:00:00Z") == "2026-03-29T00:30:00Z 2026-03-29T01:00:00Z")
        #expect(try window("02:15-02:45", "2026-03-28T22:00:00Z") == "2026-03-30T00:15:00Z 2026-03-30T00:45:00Z")
    }

    // 25 October 2026: 03:00 becomes 02:00.
    @Test func `has more where an hour is shown twice, and comes twice where it lies in that hour`() throws {
        #expect(try window("01:00-04:00", "2026-10-24T22:00:00Z") == "2026-10-24T23:00:00Z 2026-10-25T03:00:00Z")
        #expect(try window("02:15-02:45", "2026-10-24T22:00:00Z") == "2026-10-25T00:15:00Z 2026-10-25T00:45:00Z")
        #expect(try window("02:15-02:45", "2026-10-25T00:50:00Z") == "2026-10-25T01:15:00Z 2026-10-25T01:45:00Z")
    }

    private func window(_ hours: String, _ now: String) throws -> String {
        let now = try #require(Moment(iso: now))
        let hours = try #require(DayHours(hours))
        let found = try #require(CutOverWindow(hours, after: now, by: berlin))
        return "\(found.opens.iso) \(found.closes?.iso ?? "-")"
    }
}
