package import Estate
internal import Foundation
internal import Terminal

/// The experiment's moves as a table for other programs.
package enum ExperimentCSV {
    /// A line a move.
    package static func text(_ reports: [MigrationReport]) -> String {
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
}
