internal import Estate
internal import Operations

/// A campaign: its waves with their windows, how far each server is, and what may be decided.
struct CampaignPage {
    let review: CampaignReview
    let status: CampaignStatus
    let file: String
    let visitor: Visitor

    static func unnamed() -> HTML {
        .all([
            .element("h1", [:], .text("Campaign")),
            .note("Which campaign is to be shown is not known: say p2v console --campaign FILE."),
        ])
    }

    var main: HTML {
        .all([
            .element("h1", [:], .text("Campaign")), .note(file), findings, .heading("Waves"),
            .table(
                "Waves", ["Wave", "Servers", "Windows needed", "Next windows"],
                review.waves.map { row in
                    [
                        .text(row.wave), .text("\(row.servers.count)"), .text("\(row.windowsNeeded)"),
                        row.windows.isEmpty
                            ? .mark("none", .critical) : .text(row.windows.joined(separator: ", ")),
                    ]
                }),
            .note("A service may be away for \(Fixed.duration(review.expectedOutage)), and its last pass."),
            .heading("Servers"),
            .table(
                "Servers", ["Server", "Wave", "State", "Since", "Next window", "Decision, reason", "Decide"],
                status.servers.map { row in
                    [
                        .text(row.server), .text(row.wave ?? "–"),
                        .mark(row.status.state.rawValue, Self.look(row.status.state)),
                        .text(row.status.since?.iso ?? "–"), .text(row.window ?? "–"),
                        .text([row.decision, row.status.reason].compactMap(\.self).joined(separator: "; ")),
                        decisions(row.server),
                    ]
                }),
            .command("p2v campaign status \(ShellWord.of(file))"),
        ])
    }

    private var findings: HTML {
        guard !review.findings.isEmpty else { return .none }
        return .element("ul", ["class": "mark critical"], review.findings.map { .element("li", [:], .text($0)) })
    }

    private func decisions(_ server: String) -> HTML {
        guard visitor.role == .operating else { return .text("operators only") }
        return .all(
            ["approve", "now", "park", "release"].map { word in
                .all([
                    .element(
                        "a",
                        [
                            "href": HTML.address("/do/campaign?word=\(word)&", server, as: "server").replacing(
                                "&?", with: "&"),
                            "aria-label": "\(word) \(server)",
                        ], .text(word)), .text(" "),
                ])
            })
    }

    private static func look(_ state: ServerState.Name) -> HTML.Look {
        switch state {
        case .done: .good
        case .away: .critical
        case .copying, .warm, .cuttingOver, .rehearsed: .warning
        case .planned, .takenBack, .parked: .unclear
        }
    }
}
