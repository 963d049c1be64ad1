import Converter
import Dispatcher
import Estate
import Foundation
import Terminal
import Testing

@testable import Operations

enum CampaignText {
    static let text = """
        format: p2v-campaign/1
        plan: plan.yaml
        zone: Europe/Berlin
        stopWaveAfter: 2
        windows:
          - name: weekend
            days: [sat, sun]
            hours: 22:00-05:00
            lockoutMinutes: 60
            capacity: 4
          - {name: nightly, hours: 01:00-04:00}
        waves:
          - {wave: wave 2, windows: [weekend]}

        """
}

/// If these fail, a slip in the file moves a window, or a wave waits for a window that does not exist.
@Suite struct `A campaign's file` {
    @Test func `is read, and gives each server the windows of its wave`() throws {
        let order = try order(CampaignText.text)
        let request = order.request(from: try #require(Moment(iso: "2026-06-03T10:00:00Z")))
        guard case .windows(let windows) = request.cutOver else { throw failure("no windows") }
        #expect(windows["db"]?.first?.opens.iso == "2026-06-03T23:00:00Z", "every window")
        #expect(windows["web"]?.first?.opens.iso == "2026-06-06T20:00:00Z", "the weekend's only")
        #expect(windows["web"]?.first?.lockout == 3600)
        #expect(order.text(try #require(windows["web"]?.first)) == "2026-06-06 22:00–05:00")
        #expect(request.stopWaveAfter == 2 && request.parallel == 2 && request.options.resume)
    }

    @Test(arguments: [
        ("lockoutMinutes", "lockoutMinute", "line 9, column 5: the key \"lockoutMinute\""),
        ("22:00-05:00", "22:00-22:00", "is \"22:00-22:00\", not like 22:00-05:00"),
        ("[sat, sun]", "[sat, sunday]", "line 7"),
        ("windows: [weekend]", "windows: [weekends]", "did you mean \"weekend\"?"),
        ("name: nightly", "name: weekend", "names \"weekend\" twice"),
        ("capacity: 4", "capacity: 0", "is 0, not 1 to 100000"),
        ("Europe/Berlin", "Europe/Berlim", "is no zone"),
        ("wave: wave 2", "wave: wave 3", "the plan has no wave \"wave 3\""),
        ("p2v-campaign/1", "p2v-campaign/2", "p2v-campaign/2"),
        ("stopWaveAfter: 2", "limit: 08:00,512", "does not say whether it means K, M or G"),
    ]) func `with a slip in it is refused by the line or the name`(right: String, wrong: String, words: String) throws {
        let error = #expect(throws: Failure.self) { try order(CampaignText.text.replacing(right, with: wrong)) }
        #expect(error?.because.contains(words) == true, "\(error?.because ?? "-")")
    }

    @Test func `is reviewed: what no window can take is said`() throws {
        let now = try #require(Moment(iso: "2026-06-03T10:00:00Z"))
        let good = CampaignReview(
            of: try order(CampaignText.text), from: now, history: OutageHistory([], bootSeconds: 600))
        #expect(good.findings.isEmpty && good.expectedOutage == 900)
        #expect(good.waves.map(\.wave) == ["wave 1", "wave 2"])
        let short = CampaignText.text.replacing("01:00-04:00", with: "01:00-01:10").replacing(
            "22:00-05:00", with: "22:00-22:05")
        let bad = CampaignReview(of: try order(short), from: now, history: OutageHistory([], bootSeconds: 600))
        #expect(bad.findings.contains { $0.contains("wave 1: a service may be away for 15 min 0 s") })
        #expect(bad.findings.contains { $0.contains("the lockout of") })
    }

    private func order(_ text: String) throws -> CampaignOrder {
        let campaign = try YAMLText.decode(Campaign.self, from: text, source: "room.yaml", format: Campaign.format)
        let plan = Plan(
            pool: "p", inventoryDigest: "", poolDigest: "", hostsUsed: 1, hostsLowerBound: 1,
            servers: ["db", "web"].map(Room.server), leftOut: [], waves: [wave("wave 1", "db"), wave("wave 2", "web")])
        return try CampaignOrder(campaign, plan, path: "room.yaml", planName: "plan.yaml")
    }

    private func wave(_ name: String, _ server: String) -> Wave {
        let zero = Moment(seconds: 0)
        let member = Wave.Member(server: server, start: zero, finish: zero, copySeconds: 0, outageSeconds: 0)
        return Wave(name: name, servers: [member], switchOff: [], reason: "")
    }

    private func failure(_ because: String) -> Failure { Failure("test", on: "it", because: because, next: "look") }
}
