internal import Estate
internal import Foundation
internal import Operations
internal import Terminal

/// Moves as people read them.
enum MigrationText {
    static func report(_ report: MigrationReport) -> String {
        var text = "\(Sanitised.text(report.machine)) runs on \(report.to) (it came from \(report.from)).\n"
        text += facts(report).map { "  \($0)\n" }.joined()
        if !report.probes.isEmpty { text += "\n" + probes(report.probes) }
        return text
    }

    private static func facts(_ report: MigrationReport) -> [String] {
        let job = report.job
        var facts = [
            "total \(Fixed.text(report.wallSeconds, 2)) s (libvirt: \(seconds(job.totalMilliseconds)))",
            "downtime \(milliseconds(job.downtimeMilliseconds)) by libvirt, "
                + "\(milliseconds(report.pauseMilliseconds)) between its events",
            "memory \(report.memoryMiB) MiB, moved \(job.memoryProcessedBytes.map(Bytes.text) ?? "-"), "
                + "passes \(job.iterations.map(String.init) ?? "-")",
        ]
        if let limit = report.downtimeLimitMilliseconds { facts.append("limit of the pause \(limit) ms") }
        facts.append("switches told early: \(report.announcedEarly == true ? "yes" : "no")")
        if let prediction = report.prediction { facts.append("predicted: \(expected(prediction))") }
        if let accuracy = report.accuracy { facts.append("prediction against outcome: \(off(accuracy))") }
        if let load = report.loadAverage { facts.append("load average of this machine \(Fixed.text(load, 1))") }
        return facts
    }

    static func probes(_ probes: [ProbeReport]) -> String {
        var table = Table([
            "PROBE", "~>PER S", ">SENT", ">LOST", ">LONGEST GAP", "~>BEFORE", "~>DURING p50", ">p99", ">MAX", "~>AFTER",
            "~>OWN JITTER p99",
        ])
        for probe in probes {
            table.add([
                probe.probe, Fixed.text(probe.perSecond, probe.perSecond < 10 ? 1 : 0), "\(probe.sent)",
                "\(probe.lost)", milliseconds(probe.longestGapMilliseconds), milliseconds(probe.before.median),
                milliseconds(probe.during.median), milliseconds(probe.during.p99), milliseconds(probe.during.maximum),
                milliseconds(probe.after.median), milliseconds(probe.senderJitterMilliseconds),
            ])
        }
        return table.text
    }

    static func preview(_ preview: MigrationPreview) -> String {
        var text = "\(Sanitised.text(preview.machine)): \(preview.from) → \(preview.to): "
        text += preview.possible ? "the move can start\n" : "the move is refused\n"
        for finding in preview.findings {
            text +=
                "  \(finding.severity.rawValue): \(Sanitised.text(finding.seen)). \(Sanitised.text(finding.matters))\n"
            text += "    next: \(Sanitised.text(finding.advice))\n"
        }
        if let prediction = preview.prediction { text += "  predicted: \(expected(prediction))\n" }
        return text
    }

    /// `4.6 s (3.7 to 5.5), pause 61 ms (11 to 111), 2 passes: go, the guest writes …`.
    static func expected(_ prediction: MigrationPrediction) -> String {
        let (total, pause) = (prediction.totalSeconds, prediction.blackoutMilliseconds)
        return "\(Fixed.text(total.value, 1)) s (\(Fixed.text(total.low, 1)) to \(Fixed.text(total.high, 1))), "
            + "pause \(Fixed.text(pause.value, 0)) ms (\(Fixed.text(pause.low, 0)) to \(Fixed.text(pause.high, 0))), "
            + "\(prediction.rounds) passes: \(verdict(prediction.verdict)), \(prediction.reason)"
            + (prediction.learned ? " (learned)" : " (assumed)")
    }

    private static func verdict(_ verdict: MigrationPrediction.Verdict) -> String {
        switch verdict {
        case .go: "go"
        case .needsThrottling: "will need throttling or patience"
        case .willNotConverge: "will not converge"
        }
    }

    static func milliseconds(_ value: Double?) -> String {
        value.map { "\(Fixed.text($0, $0 < 10 ? 2 : 0)) ms" } ?? "-"
    }

    static func seconds(_ milliseconds: Double?) -> String {
        milliseconds.map { "\(Fixed.text($0 / 1000, 2)) s" } ?? "-"
    }
}
