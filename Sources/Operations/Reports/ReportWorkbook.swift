internal import Estate
internal import Scanner

/// What was scanned as tables: a folder of CSV files, or the sheets of one workbook.
struct ReportWorkbook {
    let room: RoomReport

    var sheets: [ReportSheet] {
        [
            ReportSummary(room: room).sheet, ReportTable(room: room).sheet, concerns,
            sheet("disks", "Disks", Self.disks, Self.diskRows),
            sheet("filesystems", "File systems", Self.mounts, Self.mountRows),
            sheet("interfaces", "Interfaces", Self.cards, Self.cardRows),
            sheet("services", "Services", Self.services, Self.serviceRows), dependencies,
        ]
    }

    /// - Parameter rows: of one server; nil where they are not known, which is a row of its own.
    private func sheet(
        _ name: String, _ title: String, _ columns: [ReportSheet.Column], _ rows: (ServerProfile) -> [[SheetCell]]?
    ) -> ReportSheet {
        let unknown = [[SheetCell](repeating: .unknown, count: columns.count)]
        return ReportSheet(
            name: name, title: title, columns: [.init("server", "Server")] + columns,
            rows: room.profiles.flatMap { profile in
                (rows(profile) ?? unknown).map { [.text(profile.name)] + $0 }
            })
    }

    private var concerns: ReportSheet {
        let columns: [ReportSheet.Column] = [
            .init("severity", "Severity"), .init("concern", "Concern"), .init("seen", "Seen"),
            .init("why_it_matters", "Why it matters"), .init("what_to_do", "What to do"),
        ]
        return sheet("concerns", "Concerns", columns) { profile in
            profile.concerns.map { concern -> [SheetCell] in
                [
                    .mark(concern.severity.rawValue, Self.mark(concern.severity)), .text(concern.id),
                    .text(concern.seen), .text(concern.matters), .text(concern.advice),
                ]
            }
        }
    }

    private static func mark(_ severity: Concern.Severity) -> SheetCell.Mark {
        switch severity {
        case .critical: .bad
        case .warning: .fair
        case .information: .unclear
        }
    }

    private var dependencies: ReportSheet {
        ReportSheet(
            name: "dependencies", title: "Dependencies",
            columns: [
                .init("client", "Client"), .init("server", "Server"), .init("transport", "Transport"),
                .init("port", "Port"), .init("process", "Program"), .init("connections", "Connections seen"),
            ],
            rows: DependencyMap(room.profiles).edges.map {
                [
                    .text($0.client), .text($0.server), .text($0.transport), .whole($0.port),
                    .text(orUnknown: $0.process),
                    .whole($0.connections),
                ]
            })
    }
}
