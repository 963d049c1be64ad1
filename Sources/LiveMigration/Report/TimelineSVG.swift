internal import Estate
internal import Pool
internal import Probes

/// One picture of a move: above, each probe's latency over time (a cross at the bottom is a lost one); below, the memory
/// that remains. The band is the pause. Light and dark follow the reader's setting.
struct TimelineSVG {
    let record: MigrationRecord
    /// Milliseconds since the request that the picture spans.
    private let span: (from: Double, to: Double)
    private let width = 960.0
    private let left = 70.0
    private let colours = ["#2563eb", "#d97706", "#059669", "#9333ea", "#dc2626", "#0891b2"]

    private var panelHeight: Double { 120 }
    private var height: Double { 60 + Double(record.traces.count + 1) * (panelHeight + 30) + 20 }

    init(record: MigrationRecord) {
        self.record = record
        let times = record.traces.flatMap(\.samples).map { (Double($0.sent) - Double(record.zero)) / 1e6 }
        span = (min(times.min() ?? 0, 0), max(times.max() ?? 0, record.report.wallSeconds * 1000) + 1)
    }

    var text: String {
        var svg = head
        for (index, trace) in record.traces.enumerated() {
            svg += panel(trace, top: 60 + Double(index) * (panelHeight + 30), colours[index % colours.count])
        }
        svg += memoryPanel(top: 60 + Double(record.traces.count) * (panelHeight + 30))
        return svg + pauseBand + axis + "</svg>\n"
    }

    private var head: String {
        let report = record.report
        let title = "\(report.machine): \(report.from) → \(report.to), \(report.memoryMiB) MiB"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(fixed(width)) \(fixed(height))" \
            font-family="system-ui, sans-serif" font-size="12">
            <style>
            :root { --ink: #1f2937; --paper: #ffffff; --grid: #d1d5db; --band: #fecaca; }
            @media (prefers-color-scheme: dark) {
            :root { --ink: #e5e7eb; --paper: #111827; --grid: #374151; --band: #7f1d1d; } }
            text { fill: var(--ink); } .grid { stroke: var(--grid); } .lost { stroke: #dc2626; stroke-width: 1.5; }
            </style>
            <rect width="100%" height="100%" fill="var(--paper)"/>
            <text x="\(fixed(left))" y="24" font-size="16">\(Self.escaped(title))</text>
            <text x="\(fixed(left))" y="44">\(Self.escaped(summary))</text>

            """
    }

    private var summary: String {
        let report = record.report
        let pause = report.pauseMilliseconds.map { "pause \(fixed($0)) ms, " } ?? ""
        return "total \(fixed(report.wallSeconds)) s, \(pause)"
            + report.probes.map { "\($0.probe): \($0.lost) of \($0.sent) lost" }.joined(separator: ", ")
    }

    private func panel(_ trace: ProbeTrace, top: Double, _ colour: String) -> String {
        let latencies = trace.samples.compactMap(\.latencyMilliseconds)
        let most = max(1, latencies.max() ?? 1)
        var svg = frame(top, label: trace.spec.description, most: "\(fixed(most)) ms")
        for sample in trace.samples {
            let x = fixed(place(milliseconds(sample.sent)))
            if let latency = sample.latencyMilliseconds {
                let y = top + panelHeight * (1 - latency / most)
                svg += "<circle cx=\"\(x)\" cy=\"\(fixed(y))\" r=\"1.2\" fill=\"\(colour)\"/>\n"
            } else if sample.outcome != .waiting {
                svg += "<path class=\"lost\" d=\"M\(x) \(fixed(top + panelHeight - 6))v6\"/>\n"
            }
        }
        return svg
    }

    private func memoryPanel(top: Double) -> String {
        let points = record.samples.compactMap { sample in
            sample.progress.memoryRemainingBytes.map { (milliseconds(sample.monotonicNanoseconds), Double($0)) }
        }
        let most = max(1, points.map(\.1).max() ?? 1)
        let line = points.map { "\(fixed(place($0.0))),\(fixed(top + panelHeight * (1 - $0.1 / most)))" }
        var svg = frame(top, label: "memory that remains", most: "\(Int(most) >> 20) MiB")
        svg += "<polyline fill=\"none\" stroke=\"var(--ink)\" points=\"\(line.joined(separator: " "))\"/>\n"
        for event in record.report.events where event.name.hasPrefix("iteration") {
            let x = fixed(place(event.milliseconds))
            svg += "<path class=\"grid\" stroke-dasharray=\"2 3\" d=\"M\(x) \(fixed(top))v\(fixed(panelHeight))\"/>\n"
        }
        return svg
    }

    private func frame(_ top: Double, label: String, most: String) -> String {
        """
        <path class="grid" d="M\(fixed(left)) \(fixed(top))V\(fixed(top + panelHeight))H\(fixed(width - 20))" fill="none"/>
        <text x="\(fixed(left + 6))" y="\(fixed(top - 6))">\(Self.escaped(label))</text>
        <text x="\(fixed(left - 6))" y="\(fixed(top + 10))" text-anchor="end">\(most)</text>
        <text x="\(fixed(left - 6))" y="\(fixed(top + panelHeight))" text-anchor="end">0</text>

        """
    }

    private var pauseBand: String {
        let report = record.report
        guard let pause = report.pauseMilliseconds, let end = report.events.last(where: { $0.name == "resumed" }) else {
            return ""
        }
        let from = place(end.milliseconds - pause)
        return "<rect x=\"\(fixed(from))\" y=\"60\" width=\"\(fixed(max(1, place(end.milliseconds) - from)))\" "
            + "height=\"\(fixed(height - 110))\" fill=\"var(--band)\" opacity=\"0.5\"/>\n"
    }

    private var axis: String {
        let (from, to) = span
        let seconds = Int((from / 1000).rounded(.up))...max(Int((from / 1000).rounded(.up)), Int(to / 1000))
        let step = max(1, seconds.count / 12)
        return seconds.filter { $0 % step == 0 }.map {
            "<text x=\"\(fixed(place(Double($0) * 1000)))\" y=\"\(fixed(height - 8))\" text-anchor=\"middle\">\($0) s</text>\n"
        }.joined()
    }

    private func place(_ time: Double) -> Double {
        left + (time - span.from) / (span.to - span.from) * (width - left - 20)
    }

    private func milliseconds(_ time: UInt64) -> Double { (Double(time) - Double(record.zero)) / 1e6 }

    /// One decimal.
    private func fixed(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case _ where character.unicodeScalars.contains { $0.value < 32 }: " "
            default: String(character)
            }
        }.joined()
    }
}

extension MigrationRecord {
    /// The timeline as one SVG document.
    public var svg: String { TimelineSVG(record: self).text }
}
