internal import Converter
package import Dispatcher
package import Estate
internal import Foundation
internal import Terminal

/// A campaign as it was read: its plan, and whose clock its windows follow.
package struct CampaignOrder: Sendable {
    package let campaign: Campaign
    package let plan: Plan
    /// As the operator calls the file.
    package let path: String
    private let planName: String
    private let clock: ZoneClock
    private let limit: RateSchedule?
    private let weekly: [String: WeeklyWindow]

    /// Days ahead for which windows are looked up: a run that lasts longer is begun again.
    package static let horizon = 60

    /// - Throws: ``Failure`` with the line of what is wrong; refused for a zone, a wave or a plan that there is not.
    package init(reading path: String) throws {
        let text = try TextFile.read(path)
        let campaign = try YAMLText.decode(Campaign.self, from: text, source: path, format: Campaign.format)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let file = URL(fileURLWithPath: campaign.plan, relativeTo: folder)
        try self.init(campaign, try PlanSources.plan(at: file.path), path: path, planName: file.lastPathComponent)
    }

    init(_ campaign: Campaign, _ plan: Plan, path: String, planName: String) throws(Failure) {
        guard campaign.format == Campaign.format else {
            throw Self.refused(path, "its format is \(campaign.format)", "this p2v reads \(Campaign.format)")
        }
        guard let clock = ZoneClock(named: campaign.zone) else {
            throw Self.refused(path, "\"\(campaign.zone)\" is no zone", "write one such as Europe/Berlin, or UTC")
        }
        let waves = (plan.waves ?? []).map(\.name)
        if let stranger = (campaign.waves ?? []).map(\.wave).first(where: { !waves.contains($0) }) {
            throw Self.refused(
                path, "the plan has no wave \"\(stranger)\"" + Nearest.hint(for: stranger, among: waves),
                "name waves of \(planName)")
        }
        (self.campaign, self.plan, self.path, self.planName, self.clock) = (campaign, plan, path, planName, clock)
        limit = try campaign.limit.map { text throws(Failure) in try RateSchedule(text) }
        weekly = Dictionary(
            campaign.windows.compactMap { window in WeeklyWindow(window, clock: clock).map { (window.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    private static func refused(_ path: String, _ because: String, _ next: String) -> Failure {
        Failure("read the campaign", on: path, because: because, next: next, exit: .refused)
    }

    /// The windows of a wave that run or open within the horizon, in order; of nil, those of servers in no wave.
    package func windows(of wave: String?, from now: Moment, days: Int = Self.horizon) -> [CutOverWindow] {
        let named = campaign.waves?.first { $0.wave == wave }?.windows ?? campaign.windows.map(\.name)
        return named.compactMap { weekly[$0] }.flatMap { $0.windows(from: now, days: days) }
            .sorted { $0.opens < $1.opens }
    }

    /// `2026-06-06 22:00–05:00`, by the campaign's clock.
    package func text(_ window: CutOverWindow) -> String {
        CivilTime(window.opens, in: clock).text + "–" + (window.closes.map { clock.timeOfDay(at: $0).text } ?? "")
    }

    /// The conversion of the whole plan as it was agreed; whatever was begun goes on.
    package func request(from now: Moment) -> Convert.Request {
        var request = Convert.Request(
            plan: plan, planName: planName,
            options: ConversionOptions(
                resume: true, bootSeconds: campaign.bootLimit ?? 600, longestOutage: campaign.maxOutage))
        // Whoever is in no wave takes what waves take that are not named.
        let rest = windows(of: nil, from: now)
        var all = Dictionary(plan.servers.map { ($0.server, rest) }, uniquingKeysWith: { first, _ in first })
        for wave in plan.waves ?? [] {
            let isNamed = campaign.waves?.contains { $0.wave == wave.name } == true
            let windows = isNamed ? windows(of: wave.name, from: now) : rest
            for member in wave.servers where all[member.server] != nil { all[member.server] = windows }
        }
        request.cutOver = .windows(all)
        request.parallel = campaign.parallel ?? Convert.Request.usualParallel
        request.limit = limit.map { RateLimit($0, clock: clock) }
        request.stopWaveAfter = campaign.stopWaveAfter
        request.commit = campaign.commit ?? .window
        request.goOn = "p2v campaign run \(path)"
        return request
    }
}
