internal import Estate
internal import Terminal

extension MigrationText {
    /// A line a move, and how often the predictions were right.
    static func history(_ reports: [MigrationReport]) -> String {
        var table = Table([
            "WHEN", "VM", "FROM", "TO", "~>MIB", ">TOTAL", "~>PREDICTED", "~>OFF BY", ">DOWNTIME", "~>PREDICTED",
            "~>OFF BY", ">LOST", "~>LONGEST GAP",
        ])
        for report in reports {
            table.add([
                report.startedAt.iso, report.machine, report.from,
                report.to, "\(report.memoryMiB)", "\(Fixed.text(report.wallSeconds, 1)) s",
                report.prediction.map { "\(Fixed.text($0.totalSeconds.value, 1)) s" } ?? "-",
                report.accuracy.map { percent($0.totalPercent) } ?? "-",
                milliseconds(report.job.downtimeMilliseconds),
                milliseconds(report.prediction?.blackoutMilliseconds.value),
                report.accuracy?.blackoutPercent.map { percent($0) } ?? "-",
                report.probes.isEmpty ? "-" : "\(report.probes.reduce(0) { $0 + $1.lost })",
                milliseconds(report.probes.map(\.longestGapMilliseconds).max()),
            ])
        }
        return table.text + tally(MigrationAccuracy.Tally(reports))
    }

    /// `Predictions: 37 of 40 totals within 20 %, 40 of 40 pauses within 50 % or 50 ms.`
    static func tally(_ tally: MigrationAccuracy.Tally) -> String {
        guard tally.predicted > 0 else { return "" }
        return "Predictions: \(tally.totalsMet) of \(tally.predicted) totals within 20 %, "
            + "\(tally.blackoutsMet) of \(tally.predicted) pauses within 50 % or 50 ms.\n"
    }

    /// `total +8 %, pause -12 % (-9 ms)`.
    static func off(_ accuracy: MigrationAccuracy) -> String {
        var text = "total \(percent(accuracy.totalPercent))"
        if let share = accuracy.blackoutPercent, let difference = accuracy.blackoutMilliseconds {
            text += ", pause \(percent(share)) (\(signed(difference)) ms)"
        }
        return text
    }

    private static func percent(_ value: Double) -> String { "\(signed(value)) %" }

    private static func signed(_ value: Double) -> String {
        let text = Fixed.text(value, 0)
        return value > 0 && text != "0" ? "+" + text : text
    }
}
