internal import Converter
internal import Dispatcher
internal import Estate
internal import Store
internal import Terminal

/// What a campaign comes to: when each wave's services may stop, and what can be said against it.
package struct CampaignReview: Sendable, Encodable {
    package struct Row: Sendable, Encodable {
        package var wave: String
        package var servers: [String]
        /// The next windows, by the campaign's clock.
        package var windows: [String]
        /// Windows that the wave needs at least, since each has room for so many.
        package var windowsNeeded: Int
    }

    private(set) var format = "p2v-campaign-review/1"
    package var waves: [Row]
    /// Seconds that a service may be away, as far as earlier conversions say.
    package var expectedOutage: Double
    package var findings: [String]

    /// Windows that are shown of each wave.
    private static let shown = 3

    package init(of order: CampaignOrder, in workspace: Workspace) async throws {
        let runs = try await ConversionKit.pastRuns(in: try workspace.openStore())
        self.init(
            of: order, from: workspace.now(), history: OutageHistory(runs, bootSeconds: order.campaign.bootLimit ?? 600)
        )
    }

    init(of order: CampaignOrder, from now: Moment, history: OutageHistory) {
        expectedOutage = history.outage(lastPass: 0)
        (waves, findings) = ([], [])
        let known = Set((order.plan.waves ?? []).flatMap { $0.servers.map(\.server) })
        let others = order.plan.servers.map(\.server).filter { !known.contains($0) }
        let named = (order.plan.waves ?? []).map { (Optional($0.name), $0.servers.map(\.server)) }
        for (wave, servers) in named + (others.isEmpty ? [] : [(nil, others)]) { add(wave, servers, order, now) }
    }

    private mutating func add(_ wave: String?, _ servers: [String], _ order: CampaignOrder, _ now: Moment) {
        let (windows, title) = (order.windows(of: wave, from: now), wave ?? "in no wave")
        // Without a room said in one of them, one is enough.
        let room = windows.map { $0.capacity ?? .max }.max() ?? .max
        waves.append(
            Row(
                wave: title, servers: servers, windows: windows.prefix(Self.shown).map(order.text),
                windowsNeeded: room == .max ? 1 : (servers.count + room - 1) / room))
        let lengths = windows.compactMap { window in
            window.closes.map { $0.seconds - max(window.opens, now).seconds }
        }
        guard let longest = lengths.max() else {
            return findings.append("\(title): no window opens within \(CampaignOrder.horizon) days")
        }
        if longest < expectedOutage {
            findings.append(
                "\(title): a service may be away for \(Fixed.duration(expectedOutage)), and the longest window has "
                    + Fixed.duration(longest))
        }
        if let short = windows.first(where: { window in
            window.closes.map { window.lockout >= $0.seconds - window.opens.seconds } ?? false
        }), short.opens > now {
            findings.append("\(title): the lockout of \(order.text(short)) is as long as the window")
        }
    }

    /// For people.
    package var text: String {
        var table = Table(["WAVE", ">SERVERS", ">WINDOWS NEEDED", "NEXT WINDOWS"])
        for row in waves {
            table.add([
                row.wave, "\(row.servers.count)", "\(row.windowsNeeded)", row.windows.joined(separator: ", "),
            ])
        }
        return table.text + "A service may be away for \(Fixed.duration(expectedOutage)), and its last pass.\n"
            + findings.map { Sanitised.line($0) + "\n" }.joined()
    }
}
