internal import Estate
internal import Pool
internal import Probes

/// One picture of a move: above, each probe's latency over time (a stroke at the bottom is a lost one); below, the
/// memory that remains and what the hypervisor said of the job. The band is the pause, dashed lines are passes.
struct TimelineSVG {
    let record: MigrationRecord
    /// Milliseconds since the request that the picture spans.
    let span: (from: Double, to: Double)
    static let (width, left, right, top) = (960.0, 70.0, 20.0, 90.0)
    static let (panelHeight, panelGap) = (120.0, 34.0)

    init(record: MigrationRecord) {
        self.record = record
        let times = record.traces.flatMap(\.samples).map { (Double($0.sent) - Double(record.zero)) / 1e6 }
        span = (min(times.min() ?? 0, 0), max(times.max() ?? 0, record.report.wallSeconds * 1000) + 1)
    }

    var text: String {
        let panels =
            record.traces.enumerated().map { index, trace in
                { panel(trace, top: $0, SVGPaper.colours[index % SVGPaper.colours.count]) }
            } + series.map { series in { panel(series, top: $0) } }
        let bottom = Self.top + Double(panels.count) * (Self.panelHeight + Self.panelGap)
        let drawn = panels.enumerated().map { index, draw in
            draw(Self.top + Double(index) * (Self.panelHeight + Self.panelGap))
        }
        return SVGPaper.head(width: Self.width, height: bottom + 14) + title + pauseBand(bottom) + drawn.joined()
            + axis(bottom) + "</svg>\n"
    }

    private var title: String {
        let report = record.report
        let pause = report.pauseMilliseconds.map { ", pause \(SVGPaper.fixed($0)) ms" } ?? ""
        let losses = report.probes.map { "\($0.probe): \($0.lost) of \($0.sent) lost" }.joined(separator: ", ")
        return SVGPaper.text(
            Self.left, 24, "\(report.machine): \(report.from) → \(report.to), \(report.memoryMiB) MiB", size: 16)
            + SVGPaper.text(Self.left, 42, "total \(SVGPaper.fixed(report.wallSeconds)) s\(pause)")
            + SVGPaper.text(Self.left, 57, losses, size: 10)
    }

    private func panel(_ trace: ProbeTrace, top: Double, _ colour: String) -> String {
        let most = max(1, trace.samples.compactMap(\.latencyMilliseconds).max() ?? 1)
        var svg = frame(top, label: trace.spec.description, most: "\(SVGPaper.fixed(most)) ms")
        for sample in trace.samples {
            let x = SVGPaper.fixed(place(milliseconds(sample.sent)))
            if let latency = sample.latencyMilliseconds {
                let y = top + Self.panelHeight * (1 - latency / most)
                svg += "<circle cx=\"\(x)\" cy=\"\(SVGPaper.fixed(y))\" r=\"1.2\" fill=\"\(colour)\"/>\n"
            } else if sample.outcome != .waiting {
                svg += "<path class=\"lost\" d=\"M\(x) \(SVGPaper.fixed(top + Self.panelHeight - 8))v8\"/>\n"
            }
        }
        return svg
    }

    func frame(_ top: Double, label: String, most: String) -> String {
        let (left, bottom) = (Self.left, top + Self.panelHeight)
        return "<path class=\"grid\" d=\"M\(SVGPaper.fixed(left)) \(SVGPaper.fixed(top))V\(SVGPaper.fixed(bottom))"
            + "H\(SVGPaper.fixed(Self.width - Self.right))\"/>\n"
            + SVGPaper.text(left + 6, top - 6, label)
            + SVGPaper.text(left - 6, top + 10, most, anchor: "end")
            + SVGPaper.text(left - 6, bottom, "0", anchor: "end")
    }

    private func pauseBand(_ bottom: Double) -> String {
        let report = record.report
        guard let pause = report.pauseMilliseconds, let end = report.events.last(where: { $0.name == "resumed" }) else {
            return ""
        }
        let from = place(end.milliseconds - pause)
        return "<rect x=\"\(SVGPaper.fixed(from))\" y=\"\(SVGPaper.fixed(Self.top))\" "
            + "width=\"\(SVGPaper.fixed(max(1.5, place(end.milliseconds) - from)))\" "
            + "height=\"\(SVGPaper.fixed(bottom - Self.top - Self.panelGap))\" fill=\"var(--band)\" opacity=\"0.5\"/>\n"
    }

    private func axis(_ bottom: Double) -> String {
        let (from, to) = span
        let first = Int((from / 1000).rounded(.up))
        let seconds = first...max(first, Int(to / 1000))
        let step = max(1, seconds.count / 12)
        return seconds.filter { $0 % step == 0 }.map {
            SVGPaper.text(place(Double($0) * 1000), bottom + 2, "\($0) s", anchor: "middle")
        }.joined()
    }

    func place(_ time: Double) -> Double {
        Self.left + (time - span.from) / (span.to - span.from) * (Self.width - Self.left - Self.right)
    }

    func milliseconds(_ time: UInt64) -> Double { (Double(time) - Double(record.zero)) / 1e6 }
}

extension MigrationRecord {
    /// The timeline as one SVG document.
    package var svg: String { TimelineSVG(record: self).text }
}
