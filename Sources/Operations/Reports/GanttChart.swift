internal import Estate

/// One wave as a picture (SVG): a bar a server inside the window, the copy and then the time without service, over a scale
/// of the zone's clock.
struct GanttChart {
    let wave: Wave
    let clock: ZoneClock

    private static let width = 760.0
    private static let label = 170.0
    /// For the minutes behind the last bar.
    private static let right = 110.0
    private static let row = 22.0
    private static let head = 18.0
    private static let longestName = 24

    /// - Returns: an empty string when there is nothing to draw.
    func svg() -> String {
        guard let opens, let closes, closes > opens else { return "" }
        let height = Self.head + Self.row * Double(wave.servers.count) + 4
        var body = scale(opens, closes, height)
        for (at, member) in wave.servers.enumerated() {
            body += bar(member, Self.head + Self.row * Double(at), opens, closes)
        }
        return """
            <div class="wide"><svg viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img" \
            aria-label="Schedule of \(Markup.escaped(wave.name))" xmlns="http://www.w3.org/2000/svg">\(body)</svg></div>
            """
    }

    /// `2026-03-02 21:00 to 2026-03-03 01:00`.
    var times: String {
        guard let opens, let closes else { return "" }
        let text = { (seconds: Double) in CivilTime(Moment(seconds: seconds), in: clock).text }
        return "\(text(opens)) to \(text(closes))"
    }

    private var opens: Double? {
        (wave.servers.map(\.start) + [wave.opens].compactMap(\.self)).map(\.seconds).min()
    }

    private var closes: Double? {
        (wave.servers.map(\.finish) + [wave.closes].compactMap(\.self)).map(\.seconds).max()
    }

    private func x(_ seconds: Double, _ opens: Double, _ closes: Double) -> Double {
        Self.label + (seconds - opens) / (closes - opens) * (Self.width - Self.label - Self.right)
    }

    /// Whole hours of the clock where they are few, else every second, third, sixth, … one.
    private func scale(_ opens: Double, _ closes: Double, _ height: Double) -> String {
        let hours = (closes - opens) / 3600
        guard hours < 24 * 60 else { return "" }
        let step = [1, 2, 3, 6, 12, 24].first { hours / Double($0) <= 6 } ?? 24 * Int((hours / 144).rounded(.up))
        let ahead = clock.offset(at: Moment(seconds: opens))
        let first = Int(((opens + ahead) / 3600 / Double(step)).rounded(.up)) * step
        return stride(from: Double(first) * 3600 - ahead, through: closes, by: Double(step) * 3600).map { at in
            let x = Fixed.text(x(at, opens, closes), 1)
            let shown = CivilTime(Moment(seconds: at), in: clock).timeOfDay.text
            return "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Int(Self.head))\" y2=\"\(Int(height))\"/>"
                + "<text class=\"note\" text-anchor=\"middle\" x=\"\(x)\" y=\"12\">\(shown)</text>"
        }.joined()
    }

    private func bar(_ member: Wave.Member, _ y: Double, _ opens: Double, _ closes: Double) -> String {
        let start = x(member.start.seconds, opens, closes)
        let away = x(member.finish.seconds - member.outageSeconds, opens, closes)
        let end = max(away + 2, x(member.finish.seconds, opens, closes))
        return name(member.server, y) + rect(start, y + 3, away - start, "copy") + rect(away, y + 3, end - away, "away")
            + text(end + 6, y + 15, duration(member), "note")
    }

    private func name(_ server: String, _ y: Double) -> String {
        guard server.count > Self.longestName else { return text(0, y + 15, server, "name") }
        return "<g><title>\(Markup.escaped(server))</title>"
            + text(0, y + 15, server.prefix(Self.longestName - 1) + "…", "name") + "</g>"
    }

    private func duration(_ member: Wave.Member) -> String {
        "\(Int((member.copySeconds / 60).rounded())) + \(Int((member.outageSeconds / 60).rounded(.up))) min"
    }

    private func rect(_ x: Double, _ y: Double, _ width: Double, _ kind: String) -> String {
        "<rect class=\"\(kind)\" x=\"\(Fixed.text(x, 1))\" y=\"\(Fixed.text(y, 1))\" "
            + "width=\"\(Fixed.text(max(0, width), 1))\" height=\"15\" rx=\"2\"/>"
    }

    private func text(_ x: Double, _ y: Double, _ content: some StringProtocol, _ kind: String) -> String {
        "<text class=\"\(kind)\" x=\"\(Fixed.text(x, 1))\" y=\"\(Fixed.text(y, 1))\">\(Markup.escaped(String(content)))</text>"
    }
}
