internal import Estate
internal import Foundation
internal import LiveMigration
internal import Terminal

/// The experiment's results as people and programs read them.
enum ExperimentText {
    struct Document: Encodable {
        var format = "p2v-experiment/1"
        var machine: String
        var rows: [ExperimentRow]
        var migrations: [MigrationReport]

        init(machine: String, _ reports: [MigrationReport]) {
            self.machine = machine
            rows = ExperimentRow.rows(reports)
            migrations = reports
        }
    }

    static func table(_ document: Document) -> String {
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

    /// A line a move.
    static func csv(_ reports: [MigrationReport]) -> String {
        var text =
            "load,settings,memory_mib,from,to,total_s,libvirt_total_ms,downtime_ms,moved_bytes,passes,announced_early,"
        text +=
            "predicted_s,predicted_ms,total_off_percent,pause_off_percent,load,probe,per_second,sent,lost,longest_gap_ms,before_ms,peak_ms,after_ms\n"
        for report in reports {
            for probe in report.probes {
                let numbers: [Double?] = [
                    report.wallSeconds, report.job.totalMilliseconds, report.job.downtimeMilliseconds,
                    report.job.memoryProcessedBytes.map { Double($0) }, report.job.iterations.map { Double($0) },
                    report.announcedEarly == true ? 1 : 0, report.prediction?.totalSeconds.value,
                    report.prediction?.blackoutMilliseconds.value, report.accuracy?.totalPercent,
                    report.accuracy?.blackoutPercent, report.loadAverage,
                ]
                let seen: [Double?] = [
                    probe.perSecond, Double(probe.sent), Double(probe.lost), probe.longestGapMilliseconds,
                    probe.before.median, probe.during.maximum, probe.after.median,
                ]
                text +=
                    "\(report.load ?? "idle"),\(report.preset ?? "p2v"),\(report.memoryMiB),\(report.from),\(report.to),\(list(numbers)),"
                text += "\"\(probe.probe)\",\(list(seen))\n"
            }
        }
        return text
    }

    private static func list(_ values: [Double?]) -> String {
        values.map { value in
            value.map { $0 == $0.rounded() && $0.magnitude < 1e15 ? String(Int($0)) : Fixed.text($0, 3) } ?? ""
        }.joined(separator: ",")
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
        FileHandle.standardError.write(Data((Sanitised.text(text) + "\n").utf8))
    }
}
