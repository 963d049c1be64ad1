import Dispatcher
import Estate
import Testing

@testable import Operations

/// A campaign runs for weeks, over both changes of the clocks; its limit is what the office was promised.
@Suite struct `A campaign's limit` {
    @Test(
        arguments: [
            // Berlin is at UTC+1 until 29 March 2026, 01:00 UTC, and again from 25 October, 01:00 UTC.
            ("2026-03-28T00:29:00Z", nil), ("2026-03-28T01:31:00Z", 1), ("2026-03-28T07:00:00Z", 2),
            // 02:30 is skipped: it counts when the clock shows 03:00.
            ("2026-03-29T00:59:00Z", nil), ("2026-03-29T01:00:00Z", 1), ("2026-03-29T06:00:00Z", 2),
            // 02:30 comes twice, and so does the half hour before it.
            ("2026-10-25T00:29:00Z", nil), ("2026-10-25T00:30:00Z", 1), ("2026-10-25T01:29:00Z", nil),
            ("2026-10-25T01:30:00Z", 1), ("2026-10-25T07:00:00Z", 2), ("2027-10-25T07:00:00Z", 2),
        ] as [(String, Int?)])
    func `follows the clock of its zone, for ever`(moment: String, mebibytes: Int?) throws {
        let limit = try #require(try order().request(from: Moment(seconds: 0)).limit)
        let seen = limit.bytesPerSecond(at: try #require(Moment(iso: moment)))
        #expect(seen == mebibytes.map { UInt64($0) << 20 })
    }

    @Test func `is none where the file has none`() throws {
        let campaign = Campaign(
            plan: "plan.yaml", zone: "UTC", windows: [CampaignWindow(name: "n", hours: "22:00-05:00")])
        #expect(try order(campaign).request(from: Moment(seconds: 0)).limit == nil)
    }

    private func order(_ given: Campaign? = nil) throws -> CampaignOrder {
        var campaign = Campaign(
            plan: "plan.yaml", zone: "Europe/Berlin", windows: [CampaignWindow(name: "n", hours: "22:00-05:00")])
        campaign.limit = "02:30,1M 08:00,2M 20:00,off"
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1, servers: [], leftOut: [])
        return try CampaignOrder(given ?? campaign, plan, path: "campaign.yaml", planName: "plan.yaml")
    }
}
