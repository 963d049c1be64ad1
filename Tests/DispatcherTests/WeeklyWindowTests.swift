import Dispatcher
import Estate
import Terminal
import Testing

/// If these fail, a service stops on a day that nobody agreed to.
@Suite struct `Windows that come back` {
    private let berlin = ZoneClock(named: "Europe/Berlin")!

    // 27 March 2026 is a Friday; on the Sunday after it 02:00 becomes 03:00.
    @Test func `open on their days, and a night belongs to the day on which it begins`() throws {
        let windows = try weekend().windows(from: try moment("2026-03-27T10:00:00Z"), days: 8)
        #expect(
            windows.map { "\($0.opens.iso) \($0.closes?.iso ?? "-")" } == [
                "2026-03-28T21:00:00Z 2026-03-29T03:00:00Z", "2026-03-29T20:00:00Z 2026-03-30T03:00:00Z",
            ])
        #expect(windows.allSatisfy { $0.lockout == 1800 && $0.capacity == 3 })
    }

    @Test func `run in the small hours of the next day`() throws {
        let sunday = try weekend().windows(from: try moment("2026-03-30T01:30:00Z"), days: 1)
        #expect(sunday.map(\.opens.iso) == ["2026-03-30T01:30:00Z"])
        let saturday = try weekend().windows(from: try moment("2026-03-28T01:30:00Z"), days: 0)
        #expect(saturday.isEmpty, "the small hours of a Saturday are Friday's night")
    }

    private func weekend() throws -> WeeklyWindow {
        var window = CampaignWindow(name: "weekend", hours: "22:00-05:00")
        (window.days, window.lockoutMinutes, window.capacity) = ([.sat, .sun], 30, 3)
        return try #require(WeeklyWindow(window, clock: berlin))
    }

    private func moment(_ text: String) throws -> Moment { try #require(Moment(iso: text)) }
}
