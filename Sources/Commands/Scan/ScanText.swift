internal import Estate
internal import Operations
internal import Scanner
internal import Terminal

/// Profiles as people read them.
enum ScanText {
    static func report(_ run: ScanRun) -> String {
        var text =
            run.servers.isEmpty
            ? ""
            : table(run.servers, run.assessments) + concerns(run.servers) + histories(run.histories)
                + watched(run.watched)
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

    static func table(_ profiles: [ServerProfile], _ assessments: [Assessment]) -> String {
        var table = Table([
            "SERVER", "READINESS", "SYSTEM", "~SUPPORT", ">CORES", ">MEMORY", "~>DISKS", ">SIZE", "~BOOT", "~ADDRESS",
        ])
        for (profile, found) in zip(profiles, assessments) {
            let disks = profile.disks.value
            table.add([
                profile.name, found.readiness.verdict.rawValue, profile.system.prettyName.value ?? "?",
                found.support.words, profile.hardware.processor.value?.cores.map { String($0) } ?? "?",
                profile.hardware.memoryBytes.value.map(Bytes.text) ?? "?", disks.map { String($0.count) } ?? "?",
                disks.map { Bytes.text($0.reduce(0) { $0 &+ $1.bytes }) } ?? "?",
                profile.boot.firmware.value?.rawValue ?? "?", profile.address,
            ])
        }
        return table.text
    }

    /// Each concern once, with its servers; no line is longer than 80 characters.
    static func concerns(_ profiles: [ServerProfile]) -> String {
        var table = Table(["SEVERITY", "CONCERN", "SERVERS, WHAT WAS SEEN AND WHAT TO DO"])
        for group in ConcernGroup.of(profiles) where group.severity > .information {
            let seen = group.findings.map { ConcernGroup.names($0.servers, most: 5) + ": " + $0.seen }
            table.add([group.severity.rawValue, group.id, seen.first ?? ""])
            table.add(notes: seen.dropFirst() + ["→ " + group.advice])
        }
        return table.isEmpty ? "" : "\n" + table.text(width: 80)
    }
}
