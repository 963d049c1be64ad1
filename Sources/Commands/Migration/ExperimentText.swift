internal import Estate
internal import Foundation
internal import LiveMigration
internal import Operations
internal import Terminal

/// The experiment's results as people and programs read them.
enum ExperimentText {
    static func table(_ document: ExperimentDocument) -> String {
        var table = Table([
            "LOAD", "SETTINGS", ">MEMORY", "DIRECTION", ">MOVES", ">TOTAL s", ">DOWNTIME ms", ">MOVED",
            ">LOST PING 1/s", ">LOST LOOKUPS",
            ">LOST PING fast", ">LOST DNS fast", ">LONGEST GAP", ">PING before", ">peak", ">after",
        ])
        for row in document.rows {
            table.add([
                row.load, row.preset, "\(row.memoryMiB) MiB", "\(row.from) → \(row.to)", "\(row.moves)",
                spread(row.totalSeconds, 1),
                spread(row.downtimeMilliseconds, 0), row.movedBytes.map { Bytes.text(UInt64($0.median)) } ?? "-",
                losses(row.ordinaryPing), losses(row.ordinaryLookups), losses(row.ping), losses(row.lookups),
                MigrationText.milliseconds(row.longestGapMilliseconds), MigrationText.milliseconds(row.pingBefore),
                MigrationText.milliseconds(row.pingPeak), MigrationText.milliseconds(row.pingAfter),
            ])
        }
        let loads = document.migrations.compactMap(\.loadAverage)
        return "\(Sanitised.text(document.machine))\n\n\(table.text)\n"
            + "Medians (smallest to largest); losses are sums over all moves, lost of sent. "
            + "\"Lookups\" are those of an ordinary resolver: 5 s a try, 2 tries.\n"
            + MigrationText.tally(MigrationAccuracy.Tally(document.migrations))
            + "Load average of this machine: \(Fixed.text(loads.min() ?? 0, 1)) to \(Fixed.text(loads.max() ?? 0, 1)).\n"
    }

    static func line(_ report: MigrationReport) -> String {
        let lost = report.probes.map { "\($0.probe) \($0.lost)/\($0.sent)" }.joined(separator: ", ")
        let conditions = "\(report.load ?? "idle"), \(report.preset ?? "p2v"), "
        return conditions
            + "\(report.memoryMiB) MiB \(report.from) → \(report.to): \(Fixed.text(report.wallSeconds, 1)) s, "
            + "downtime \(MigrationText.milliseconds(report.job.downtimeMilliseconds)), lost \(lost)"
    }

    private static func spread(_ spread: ExperimentRow.Spread?, _ decimals: Int) -> String {
        spread.map {
            "\(Fixed.text($0.median, decimals)) (\(Fixed.text($0.low, decimals))–\(Fixed.text($0.high, decimals)))"
        } ?? "-"
    }

    private static func losses(_ losses: ExperimentRow.Losses) -> String { "\(losses.lost)/\(losses.sent)" }
}

/// One line at a time on standard error.
struct ProgressNote {
    var quiet: Bool

    func say(_ text: String) {
        guard !quiet else { return }
        complain(Sanitised.line(text))
    }
}
