package import Estate
internal import Scanner

/// The scan as one HTML page without anything from outside: it can be mailed, and follows light and dark.
package struct ReportPage {
    package let profiles: [ServerProfile]
    /// Server → its load over time.
    package let load: [String: UtilisationSeries]

    package var html: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark"><title>Scanned servers</title>
        <style>\(ReportStyle.css)</style></head><body>
        <h1>Scanned servers</h1>
        \(tiles)<h2>Servers</h2>\(table)
        <h2>Concerns</h2>\(concerns)
        <h2>Who talks to whom</h2>\(dependencies)
        \(profiles.map { ReportServer(profile: $0, load: load[$0.name]).html }.joined())</body></html>

        """
    }

    private var dependencies: String {
        let map = DependencyMap(profiles)
        guard !map.edges.isEmpty else {
            return "<p>No connection was seen. <code>p2v scan --watch</code> looks longer.</p>"
        }
        return "<div class=\"wide\">\(DependencyPicture(map).svg)</div>"
    }

    private var tiles: String {
        let memory = profiles.compactMap(\.hardware.memoryBytes.value).reduce(0, &+)
        let disk = profiles.compactMap(\.disks.value).flatMap { $0 }.reduce(UInt64(0)) { $0 &+ $1.bytes }
        let counted = profiles.compactMap { $0.hardware.processor.value?.cores }
        // A sum that leaves servers out says so.
        let cores = "\(counted.reduce(0, +))" + (counted.count < profiles.count ? " and unknown ones" : "")
        let critical = profiles.flatMap(\.concerns).count { $0.severity == .critical }
        let facts = [
            ("servers", "\(profiles.count)"), ("cores", cores), ("memory", Bytes.text(memory)),
            ("disks", Bytes.text(disk)), ("critical concerns", "\(critical)"),
        ]
        return "<div class=\"tiles\">"
            + facts.map { "<div><b>\(Markup.escaped($0.1))</b><span>\($0.0)</span></div>" }.joined() + "</div>\n"
    }

    private var table: String {
        let rows = profiles.map { profile in
            let cells = [
                profile.system.prettyName.value ?? "?", profile.hardware.model.value ?? "?",
                profile.hardware.processor.value?.cores.map { "\($0)" } ?? "?",
                profile.hardware.memoryBytes.value.map(Bytes.text) ?? "?",
                profile.disks.value.map { Bytes.text($0.reduce(0) { $0 &+ $1.bytes }) } ?? "?",
                profile.boot.firmware.value?.rawValue ?? "?", profile.address,
            ]
            return "<tr><th><a href=\"#\(Markup.escaped(profile.name))\">\(Markup.escaped(profile.name))</a></th>"
                + cells.map { "<td>\(Markup.escaped($0))</td>" }.joined() + "</tr>\n"
        }.joined()
        let heads = ["Server", "System", "Model", "Cores", "Memory", "Disks", "Boot", "Address"]
        return "<div class=\"wide\"><table><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr>\n\(rows)</table></div>\n"
    }

    private var concerns: String {
        let all = profiles.flatMap { profile in profile.concerns.map { (profile.name, $0) } }
            .sorted { ($1.1.severity, $0.0, $0.1.id) < ($0.1.severity, $1.0, $1.1.id) }
        guard !all.isEmpty else { return "<p>None.</p>\n" }
        let rows = all.map { name, concern in
            """
            <tr><td><span class="\(concern.severity.rawValue)">\(concern.severity.rawValue)</span></td>\
            <th>\(Markup.escaped(name))</th><td>\(Markup.escaped(concern.seen))</td>\
            <td>\(Markup.escaped(concern.matters))</td><td>\(Markup.escaped(concern.advice))</td></tr>

            """
        }.joined()
        let heads = ["Severity", "Server", "Seen", "Why it matters", "What to do"]
        return "<div class=\"wide\"><table><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr>\n\(rows)</table></div>\n"
    }
}
