internal import Estate

/// Waves as a picture (SVG): one bar a server, copy light and outage dark.
struct GanttChart {
    let waves: [Wave]

    private static let width = 760.0
    private static let label = 150.0
    private static let row = 22.0

    /// - Returns: an empty string when there is nothing to draw.
    func svg() -> String {
        let members = waves.flatMap(\.servers)
        guard let first = members.map(\.start.seconds).min(), let last = members.map(\.finish.seconds).max(),
            last > first
        else { return "" }
        var y = 26.0
        var body = ""
        for wave in waves {
            let opens = wave.servers.map(\.start.seconds).min() ?? first
            body += text(0, y + 14, "\(wave.name) · \(CivilTime(Moment(seconds: opens)).text) UTC", "head")
            y += Self.row
            // Each wave has its own scale: windows are hours, and the days between them would hide them.
            let closes = wave.servers.map(\.finish.seconds).max() ?? last
            for member in wave.servers {
                body += bar(member, y, opens, max(closes - opens, 1))
                y += Self.row
            }
            y += 8
        }
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(y + 4))" role="img" aria-label="Schedule of the waves" \
            xmlns="http://www.w3.org/2000/svg" class="gantt">\(text(0, 14, "light: copy · dark: service away", "note"))\(body)</svg>
            """
    }

    private func bar(_ member: Wave.Member, _ y: Double, _ opens: Double, _ span: Double) -> String {
        let scale = (Self.width - Self.label - 90) / span
        let start = Self.label + (member.start.seconds - opens) * scale
        let copy = member.copySeconds * scale
        let outage = max(2, member.outageSeconds * scale)
        return text(0, y + 14, member.server, "name")
            + rect(start, y + 3, copy, "copy") + rect(start + copy, y + 3, outage, "away")
            + text(start + copy + outage + 6, y + 14, duration(member), "note")
    }

    private func duration(_ member: Wave.Member) -> String {
        "\(Int((member.copySeconds / 60).rounded())) + \(Int((member.outageSeconds / 60).rounded(.up))) min"
    }

    private func rect(_ x: Double, _ y: Double, _ width: Double, _ kind: String) -> String {
        "<rect class=\"\(kind)\" x=\"\(Fixed.text(x, 1))\" y=\"\(Fixed.text(y, 1))\" width=\"\(Fixed.text(width, 1))\" "
            + "height=\"15\" rx=\"2\"/>"
    }

    private func text(_ x: Double, _ y: Double, _ content: String, _ kind: String) -> String {
        "<text class=\"\(kind)\" x=\"\(Fixed.text(x, 1))\" y=\"\(Fixed.text(y, 1))\">\(Markup.escaped(content))</text>"
    }
}
