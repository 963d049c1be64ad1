internal import Converter
internal import Dispatcher
internal import Estate
internal import Foundation
internal import Terminal

/// How far each server of a campaign is, read from the journals: whoever asks sees it, also while another p2v works.
package struct CampaignStatus: Sendable, Encodable {
    package struct Row: Sendable, Encodable {
        package var server: String
        package var wave: String?
        package var status: ServerState
        /// What the operators decided of it last, and who; nil: nothing.
        package var decision: String?
        /// The next window, by the campaign's clock; nil where it needs none.
        package var window: String?
    }

    private(set) var format = "p2v-campaign-status/1"
    package var servers: [Row]

    /// Days in which the next window is looked up: all days of the week, and one.
    private static let ahead = 8

    package init(of order: CampaignOrder, in workspace: Workspace) async throws {
        let kit = try ConversionKit(workspace, plan: order.path)
        let now = workspace.now()
        servers = []
        let line = PlanRun.line(order.plan.servers, of: order.plan, try await kit.profiles())
        var windows: [String?: String?] = [:]
        for place in line {
            let wave = order.plan.waves?.first { $0.servers.contains { $0.server == place.name } }?.name
            let records = try await kit.journal.records(of: Conversion.run(of: place.name))
            let isHeld = try kit.isWorkedOn(place.name)
            let status = ServerState(records, isHeld: isHeld)
            let next = windows[wave] ?? order.windows(of: wave, from: now, days: Self.ahead).first.map(order.text)
            windows[wave] = .some(next)
            servers.append(
                Row(
                    server: place.name, wave: wave, status: status,
                    decision: try await decision(place.name, order, kit),
                    window: status.state == .done ? nil : next))
        }
    }

    private func decision(_ name: String, _ order: CampaignOrder, _ kit: ConversionKit) async throws -> String? {
        guard let server = order.plan.servers.first(where: { $0.server == name }) else { return nil }
        return try await CampaignDecisions(journal: kit.journal).standing(of: server).text
    }

    /// For people.
    package var text: String {
        var table = Table(["SERVER", "WAVE", "STATE", "SINCE", "NEXT WINDOW", "DECISION, REASON"])
        for row in servers {
            table.add([
                row.server, row.wave ?? "-", row.status.state.rawValue, row.status.since?.iso ?? "-", row.window ?? "-",
                [row.decision, row.status.reason?.split(separator: "\n").first.map(String.init)].compactMap { $0 }
                    .joined(separator: "; "),
            ])
        }
        return table.text(width: 130)
    }
}
