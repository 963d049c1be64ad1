internal import Estate
internal import Operations
internal import Scanner
internal import Terminal

/// Profiles as people read them.
enum ScanText {
    static func report(_ run: ScanRun) -> String {
        var text =
            run.servers.isEmpty
            ? "" : table(run.servers) + concerns(run.servers) + histories(run.histories) + watched(run.watched)
        if !run.failed.isEmpty {
            text += "\nnot scanned: \(run.failed.count) of \(run.failed.count + run.servers.count)\n"
            for failed in run.failed {
                text += "  \(Sanitised.text(failed.address)): \(Sanitised.line(failed.because))\n"
                text += "    next: \(Sanitised.line(failed.next))\n"
            }
        }
        return text
    }

    private static func histories(_ histories: [ScanRun.History]) -> String {
        var table = Table(["SERVER", ">OBSERVED", "CONFIDENCE", "HISTORY OF THE LAST 28 DAYS"])
        for history in histories {
            table.add([
                history.server, "\(Fixed.text(100 * history.coverage.observed, 0)) %", history.coverage.grade.rawValue,
                history.missing ?? history.rows?.complaint(of: "from sysstat") ?? "from sysstat",
            ])
        }
        return table.isEmpty ? "" : "\n" + table.text
    }

    private static func watched(_ watched: [ScanRun.Watched]) -> String {
        var table = Table(["SERVER", ">READINGS", ">OF 28 DAYS", "CONFIDENCE"])
        for server in watched {
            table.add([
                server.server, String(server.readings), "\(Fixed.text(100 * server.coverage.observed, 1)) %",
                server.coverage.grade.rawValue,
            ])
        }
        return table.isEmpty ? "" : "\n" + table.text
    }

    static func table(_ profiles: [ServerProfile]) -> String {
        var table = Table(["SERVER", "SYSTEM", ">CORES", ">MEMORY", ">DISKS", ">SIZE", "BOOT", ">CONCERNS", "ADDRESS"])
        for profile in profiles {
            let disks = profile.disks.value
            table.add([
                profile.name, profile.system.prettyName.value ?? "?",
                profile.hardware.processor.value?.cores.map { String($0) } ?? "?",
                profile.hardware.memoryBytes.value.map(Bytes.text) ?? "?", disks.map { String($0.count) } ?? "?",
                disks.map { Bytes.text($0.reduce(0) { $0 &+ $1.bytes }) } ?? "?",
                profile.boot.firmware.value?.rawValue ?? "?", counts(profile.concerns), profile.address,
            ])
        }
        return table.text
    }

    /// `1 critical, 2 warnings`.
    private static func counts(_ concerns: [Concern]) -> String {
        let critical = concerns.count { $0.severity == .critical }
        let warnings = concerns.count { $0.severity == .warning }
        let parts = [
            critical > 0 ? "\(critical) critical" : nil,
            warnings > 0 ? "\(warnings) warning\(warnings == 1 ? "" : "s")" : nil,
        ].compactMap { $0 }
        return parts.isEmpty ? "-" : parts.joined(separator: ", ")
    }

    static func concerns(_ profiles: [ServerProfile]) -> String {
        var table = Table(["SEVERITY", "SERVER", "SEEN", "WHAT TO DO"])
        for profile in profiles {
            for concern in profile.concerns where concern.severity > .information {
                table.add([concern.severity.rawValue, profile.name, concern.seen, concern.advice])
            }
        }
        return table.isEmpty ? "" : "\n" + table.text
    }
}
