internal import Estate
internal import Pool

extension TimelineSVG {
    /// Something that the hypervisor says of the job from time to time.
    struct Series {
        var label: String
        var unit: String
        /// Milliseconds since the request, and the value.
        var points: [(time: Double, value: Double)]
        /// Holds until the next point, as a setting does; otherwise a line between them.
        var isStep = false
    }

    /// Those that have anything to show: a panel of zeros says nothing.
    var series: [Series] {
        let all = [
            Series(
                label: "memory that remains", unit: "MiB", points: remaining),
            Series(
                label: "memory written by the guest", unit: "MiB/s",
                points: points { $0.progress.dirtyBytesPerSecond.map(mib) }),
            Series(
                label: "time that the guest is held back", unit: "%",
                points: points { $0.progress.throttlePercent.map { Double($0) } }, isStep: true),
            Series(
                label: "limit of the pause", unit: "ms", points: points { Double($0.limitMilliseconds) }, isStep: true),
        ]
        return all.enumerated().filter { $0 == 0 || $1.points.contains { $0.value > 0 } }.map(\.element)
    }

    func panel(_ series: Series, top: Double) -> String {
        let most = max(1, series.points.map(\.value).max() ?? 1)
        var svg = frame(top, label: series.label, most: "\(SVGPaper.fixed(most)) \(series.unit)")
        var line: [String] = []
        var last: Double?
        for (time, value) in series.points {
            let (x, y) = (SVGPaper.fixed(place(time)), top + Self.panelHeight * (1 - value / most))
            if series.isStep, let last { line.append("\(x),\(SVGPaper.fixed(last))") }
            line.append("\(x),\(SVGPaper.fixed(y))")
            last = y
        }
        svg += "<polyline fill=\"none\" stroke=\"var(--ink)\" points=\"\(line.joined(separator: " "))\"/>\n"
        for event in record.report.events where event.name.hasPrefix("iteration") {
            svg += "<path class=\"grid\" stroke-dasharray=\"2 3\" d=\"M\(SVGPaper.fixed(place(event.milliseconds))) "
            svg += "\(SVGPaper.fixed(top))v\(SVGPaper.fixed(Self.panelHeight))\"/>\n"
        }
        return svg
    }

    /// Before its first pass the hypervisor says that nothing remains.
    private var remaining: [(time: Double, value: Double)] {
        Array(points { $0.progress.memoryRemainingBytes.map(mib) }.drop { $0.value == 0 })
    }

    private func points(_ value: (ProgressSample) -> Double?) -> [(time: Double, value: Double)] {
        record.samples.compactMap { sample in value(sample).map { (milliseconds(sample.monotonicNanoseconds), $0) } }
    }

    private func mib(_ bytes: UInt64) -> Double { Double(bytes) / 1_048_576 }
}
