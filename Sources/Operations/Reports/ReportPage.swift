internal import Estate
internal import Foundation
internal import Scanner

/// The scan as one HTML page without anything from outside: it can be mailed and printed, and follows light and dark. It
/// sorts and filters by a small script of its own, and says the same without it.
struct ReportPage {
    let room: RoomReport

    var html: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="color-scheme" content="light dark"><title>\(Markup.escaped(room.title))</title>
        <style>\(ReportStyle.css)</style></head><body>
        <header><h1>\(Markup.escaped(room.title))</h1><p class="note">\(Markup.escaped(room.subtitle))</p></header>
        \(tiles)\(summary)<h2>Servers</h2>\(ReportServers(room: room).html)
        <h2>Concerns</h2>\(ReportConcerns(room: room).html)
        <h2>Who talks to whom</h2>\(dependencies)
        \(room.servers.map { ReportServer(server: $0).html }.joined())\(sources)
        <script>\(ReportScript.text)</script></body></html>

        """
    }

    /// No other script than the page's own can run, whatever a server called its processes.
    private var policy: String {
        let digest = Data(SHA256.digest(Array(ReportScript.text.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'"
    }

    private var dependencies: String {
        let map = DependencyMap(room.profiles)
        let unseen = map.unseenWords(of: room.profiles.map(\.name)).map { "<p>\(Markup.escaped($0))</p>" } ?? ""
        guard !map.edges.isEmpty else {
            return unseen + "<p>No connection was seen. <code>p2v scan --watch</code> looks longer.</p>"
        }
        return unseen + "<div class=\"wide\">\(DependencyPicture(map).svg)</div>"
    }

    private var tiles: String {
        let profiles = room.profiles
        let memory = sum(profiles.map(\.hardware.memoryBytes.value), Bytes.text)
        let disk = sum(room.servers.map(\.diskBytes), Bytes.text)
        let cores = sum(profiles.map { $0.hardware.processor.value?.cores.flatMap { UInt64(exactly: $0) } }) { "\($0)" }
        let ready = room.servers.count { $0.assessment.readiness.verdict == .ready }
        let critical = room.servers.count { $0.profile.concerns.contains { $0.severity == .critical } }
        let facts = [
            ("servers", "\(profiles.count)"), ("ready", "\(ready)"), ("with critical concerns", "\(critical)"),
            ("cores", cores), ("memory", memory), ("disks", disk),
        ]
        return "<div class=\"tiles\">"
            + facts.map { "<div><b>\(Markup.escaped($0.1))</b><span>\($0.0)</span></div>" }.joined() + "</div>\n"
    }

    /// A sum that leaves servers out says so.
    private func sum(_ values: [UInt64?], _ text: (UInt64) -> String) -> String {
        let known = values.compactMap(\.self)
        let unknown = values.count - known.count
        return text(known.reduce(0, &+)) + (unknown > 0 ? " + \(unknown) unknown" : "")
    }

    private var summary: String {
        let parts = ReportSummary(room: room).parts.filter { !$0.rows.isEmpty }.map { part in
            let rows = part.rows.map { row in
                let share = Double(row.count) / Double(max(1, room.servers.count)) * 100
                return """
                    <tr><th>\(Markup.escaped(row.label))</th><td class="number">\(row.count)</td><td class="bar">\
                    <i class="\(row.mark?.style ?? "")" style="width:\(Fixed.text(share, 0))%"></i></td></tr>
                    """
            }
            return
                "<section class=\"part\"><h3>\(Markup.escaped(part.title))</h3><table>\(rows.joined())</table></section>"
        }
        return "<div class=\"parts\">\(parts.joined())</div>\n"
    }

    private var sources: String {
        let said = Set(room.servers.compactMap(\.assessment.support.source)).sorted()
        guard !said.isEmpty else { return "" }
        return "<footer><h2>Sources</h2><p class=\"note\">Support of systems: "
            + said.map { Markup.escaped($0) }.joined(separator: ". ")
            + ". The makers' pages say what holds today.</p></footer>"
    }
}
