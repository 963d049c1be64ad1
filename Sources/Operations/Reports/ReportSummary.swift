internal import Estate
internal import Scanner

/// How many servers are of which kind: ready or not, of which system, how old, with which concern.
struct ReportSummary {
    struct Part: Sendable {
        var title: String
        /// What is counted, how often, and how it looks.
        var rows: [(label: String, count: Int, mark: SheetCell.Mark?)]
    }

    let room: RoomReport

    var parts: [Part] { [readiness, support, systems, ages, concerns] }

    /// The parts below each other, after who it is for and when it was made.
    var sheet: ReportSheet {
        let head: [[SheetCell]] = [
            [.text("Report"), .text(room.title), .absent], [.text("Report"), .text(room.subtitle), .absent],
        ]
        return ReportSheet(
            name: "summary", title: "Summary",
            columns: [.init("part", "Part"), .init("what", "What"), .init("servers", "Servers")],
            rows: head
                + parts.flatMap { part in
                    part.rows.map { row in
                        [
                            .text(part.title), row.mark.map { .mark(row.label, $0) } ?? .text(row.label),
                            .whole(row.count),
                        ]
                    }
                })
    }

    private var readiness: Part {
        Part(
            title: "Readiness",
            rows: Readiness.Verdict.allCases.map { verdict in
                (verdict.rawValue, room.servers.count { $0.assessment.readiness.verdict == verdict }, verdict.mark)
            })
    }

    private var support: Part {
        let day = CivilTime(room.made).date.days
        func count(_ test: (Support) -> Bool) -> Int { room.servers.count { test($0.assessment.support) } }
        func soon(_ support: Support) -> Bool {
            support.state == .supported
                && (support.ends.flatMap { CivilDate($0) }.map { $0.days - day <= 365 } ?? false)
        }
        return Part(
            title: "Support of the system",
            rows: [
                ("for more than a year", count { $0.state == .supported && !soon($0) }, .good),
                ("ends within a year", count(soon), .fair),
                ("longer term only", count { $0.state == .extended }, .fair),
                ("ended", count { $0.state == .ended }, .bad), ("unknown", count { $0.state == .unknown }, .unclear),
            ])
    }

    private var systems: Part {
        let names = room.servers.map { server -> String in
            let system = server.profile.system
            if system.family.value == "windows" { return system.prettyName.value ?? "unknown" }
            guard let family = system.family.value else { return "unknown" }
            return family + " " + (system.version.value ?? "of an unknown version")
        }
        return Part(title: "System", rows: Self.counted(names))
    }

    private var ages: Part {
        let day = CivilTime(room.made).date.days
        let years = room.servers.map { server -> Double? in
            server.profile.hardware.firmwareDate.flatMap { CivilDate($0) }.map { Double(day - $0.days) / 365.25 }
        }
        func count(_ range: Range<Double>) -> Int { years.count { $0.map(range.contains) ?? false } }
        return Part(
            title: "Age of the machine, by its firmware",
            rows: [
                ("under 3 years", count(-10_000..<3), nil), ("3 to 5 years", count(3..<5), nil),
                ("5 to 8 years", count(5..<8), nil), ("8 years and more", count(8..<10_000), nil),
                ("unknown", years.count { $0 == nil }, .unclear),
            ])
    }

    private var concerns: Part {
        Part(
            title: "Concern",
            rows: ConcernGroup.of(room.profiles).filter { $0.severity > .information }.map {
                ($0.id, $0.servers.count, $0.severity == .critical ? SheetCell.Mark.bad : .fair)
            })
    }

    /// The most frequent first.
    private static func counted(_ names: [String]) -> [(label: String, count: Int, mark: SheetCell.Mark?)] {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value, nil) }
    }
}
