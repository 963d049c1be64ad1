internal import Balancer
internal import Estate
internal import Operations
internal import Scanner
internal import Store

/// The last moves of all VMs.
enum MovesPage {
    static func main(_ moves: [MigrationReport], _ trails: [MoveSeen]) -> HTML {
        .all([
            .element("h1", [:], .text("Moves")), .heading("Now and lately"),
            trails.isEmpty
                ? .note("no move was watched in this store")
                : .table(
                    "Moves now and lately", ["Begun", "VM", "From", "To", "Stands"],
                    trails.map { move in
                        [
                            .link(HTML.address("/move", move.name), move.head.begunAt.iso), .text(move.head.machine),
                            .text(move.head.from), .text(move.head.to), MovePage.mark(move),
                        ]
                    }),
            .heading("On record"),
            moves.isEmpty ? .note("no move is on record in this store") : MovesTable.html(moves),
            .command("p2v history"),
        ])
    }
}

/// The servers that were scanned, and whether they can move.
enum RoomPage {
    static func main(_ list: ServerList) -> HTML {
        let rows = zip(list.servers, list.assessments).map { server, assessment -> [HTML] in
            let critical = server.concerns.count { $0.severity == .critical }
            let verdict = assessment.readiness.verdict
            return [
                .text(server.name), .text(server.system.prettyName.value ?? "not known"),
                .mark(verdict.rawValue, look(verdict)),
                .text(assessment.readiness.reasons.joined(separator: "; ")), .text("\(critical)"),
                .text(assessment.use.map { Fixed.text($0.cores95, 2) } ?? "not observed"), .text(server.scannedAt.iso),
            ]
        }
        return .all([
            .element("h1", [:], .text("Servers")),
            rows.isEmpty
                ? .note("no server was scanned yet")
                : .table(
                    "Servers", ["Server", "System", "Readiness", "Why", "Critical", "Cores busy, 95 %", "Scanned"], rows
                ),
            .command("p2v servers list"),
        ])
    }

    private static func look(_ verdict: Readiness.Verdict) -> HTML.Look {
        switch verdict {
        case .ready: .good
        case .conditions: .warning
        case .notReady: .critical
        case .unknown: .unclear
        }
    }
}

/// What the last night did and did not.
enum NightPage {
    static func main(_ night: KeptNight?, _ folder: String?, at now: Moment) -> HTML {
        guard let folder else {
            return .all([
                .element("h1", [:], .text("Night")),
                .note("Which folder has the reports of the night is not known: say p2v console --reports FOLDER."),
            ])
        }
        guard let night else {
            return .all([.element("h1", [:], .text("Night")), .note("no report is in \(folder)")])
        }
        let trouble = night.trouble(at: now)
        return .all([
            .element("h1", [:], .text("Night of \(night.run.startedAt.iso)")),
            .element("p", [:], trouble.map { .mark($0, .critical) } ?? .mark("did all it planned", .good)),
            .table(
                "Moves of the night", ["VM", "From", "To", "Outcome", "What was said"],
                night.run.entries.map { entry in
                    [
                        .text(entry.vm), .text(entry.from), .text(entry.to),
                        .mark(entry.outcome.rawValue, look(entry.outcome)),
                        .text(entry.detail),
                    ]
                }),
            list("Not settled", (night.unsettled ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }),
            list("Stayed where they are", (night.stays ?? []).map { "\($0.vm) on \($0.host): \($0.reason)" }),
            list(
                "Brought up to date",
                (night.refreshes ?? []).map { "\($0.what): \($0.failure.map { "failed, \($0)" } ?? "done")" }),
            list("Hooks", night.hooks ?? []),
        ])
    }

    private static func look(_ outcome: BalanceRunReport.Outcome) -> HTML.Look {
        switch outcome {
        case .moved: .good
        case .failed: .critical
        case .left: .warning
        }
    }

    private static func list(_ title: String, _ lines: [String]) -> HTML {
        guard !lines.isEmpty else { return .none }
        return .all([.heading(title), .element("ul", [:], lines.map { .element("li", [:], .text($0)) })])
    }
}

/// The runs that this store has on record, the one written last first.
enum RecordPage {
    static func main(_ runs: [StoredRun], _ deeds: [JournalRecord]) -> HTML {
        .all([
            .element("h1", [:], .text("Record")), .heading("Done from a console"),
            deeds.isEmpty
                ? .note("nothing was done from a console over this store")
                : .table(
                    "Done from a console", ["When", "Task", "What", "Who, why, or its end"],
                    deeds.reversed().prefix(200).map { deed in
                        [
                            .text(deed.at.iso), .link(HTML.address("/task", deed.step), deed.step),
                            .text(deed.event.rawValue), .text(words(deed)),
                        ]
                    }),
            .heading("Runs"),
            runs.isEmpty
                ? .note("nothing is on record in this store")
                : .table(
                    "Runs", ["Run", "Begun", "Last record"],
                    runs.prefix(200).map { [.text($0.name), .text($0.begun.iso), .text($0.touched.iso)] }),
        ])
    }

    /// As it was written, where it is not understood.
    private static func words(_ deed: JournalRecord) -> String {
        if deed.event == .started, let order = TaskOrder.read(deed.detail) {
            return "\(order.who): \(order.command); because: \(order.because)"
        }
        return TaskEnd.read(deed.detail).map(\.words) ?? deed.detail
    }
}
