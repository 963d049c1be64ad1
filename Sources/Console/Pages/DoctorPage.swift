internal import Estate
internal import Operations

/// Examines this machine, the pool and its storage when somebody looks, at most once in five minutes: it takes seconds, and
/// writes a test file on the SR, which it removes.
actor DoctorDesk {
    struct Seen: Sendable {
        var examination: Examination
        var at: Moment
    }

    /// Seconds for which an examination is shown before another one is made.
    static let age = 300.0

    private let workspace: Workspace
    private(set) var last: Seen?
    private(set) var isLooking = false

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// Begins an examination where the last one is old.
    func look() {
        if let last, workspace.now().seconds - last.at.seconds < Self.age { return }
        guard !isLooking else { return }
        isLooking = true
        Task {
            let seen = await Examination(in: workspace)
            (last, isLooking) = (Seen(examination: seen, at: workspace.now()), false)
        }
    }
}

/// What is not as it should be, and what to do about it.
enum DoctorPage {
    static func main(_ seen: DoctorDesk.Seen?, isLooking: Bool, at now: Moment) -> HTML {
        .all([
            .element("h1", [:], .text("Doctor")),
            isLooking
                ? .element(
                    "p", ["class": "mark unclear", "role": "status"], .text("being examined; it takes some seconds"))
                : .none,
            seen.map { found($0, now) } ?? .note("nothing is known yet"),
            .note("Examined anew when somebody looks, at most every five minutes."), .command("p2v doctor"),
        ])
    }

    private static func found(_ seen: DoctorDesk.Seen, _ now: Moment) -> HTML {
        let isOld = now.seconds - seen.at.seconds > DoctorDesk.age
        let (problems, warnings) = (seen.examination.problems, seen.examination.warnings)
        return .all([
            .element(
                "p", [:],
                .mark(
                    "\(problems) problems, \(warnings) warnings, seen \(seen.at.iso)",
                    isOld ? .unclear : problems > 0 ? .critical : warnings > 0 ? .warning : .good)),
            .table(
                "Findings", ["Level", "Of", "Subject", "Seen", "Hint"],
                seen.examination.rows.map { row in
                    [
                        .mark(row.level, isOld ? .unclear : look(row.level)), .text(row.area), .text(row.subject),
                        .text(row.seen),
                        .text(row.hint),
                    ]
                }),
        ])
    }

    private static func look(_ level: String) -> HTML.Look {
        switch level {
        case "ok": .good
        case "warning": .warning
        default: .critical
        }
    }
}
