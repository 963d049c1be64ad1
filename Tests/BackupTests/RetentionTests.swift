import Estate
import Testing

@testable import Backup

@Suite struct RetentionTests {
    private func moment(_ text: String) throws -> Moment { try #require(Moment(iso: text)) }

    @Test func `the newest of each day, week and month stays, so many of each`() throws {
        let points = try [
            "2026-09-30T01:00:00Z", "2026-10-31T01:00:00Z", "2026-11-15T01:00:00Z", "2026-11-22T01:00:00Z",
            "2026-11-28T01:00:00Z", "2026-11-29T01:00:00Z", "2026-11-29T20:00:00Z", "2026-11-30T01:00:00Z",
        ].map(moment)
        let kept = Retention(last: 1, daily: 2, weekly: 2, monthly: 3).kept(of: points)
        #expect(kept[points[7]] == ["last 1", "day 1", "week 1", "month 1"])
        // 30 November 2026 is a Monday: the 29th belongs to the week before.
        #expect(kept[points[6]] == ["day 2", "week 2"])
        #expect(kept[points[5]] == nil)
        #expect(kept[points[1]] == ["month 2"])
        #expect(kept[points[0]] == ["month 3"])
        #expect(kept.count == 4)
    }

    @Test func `gaps between points are no days: the newest seven days that have one stay`() throws {
        let points = (0..<20).map { Moment(seconds: Double($0) * 86_400 * 10) }
        #expect(Retention(daily: 7).kept(of: points).count == 7)
        #expect(Retention(last: 30).kept(of: points).count == 20)
    }

    @Test func `a retention that keeps nothing says so`() {
        #expect(Retention().keepsNothing)
        #expect(Retention(last: -1).keepsNothing)
        #expect(!Retention(monthly: 1).keepsNothing)
    }
}
