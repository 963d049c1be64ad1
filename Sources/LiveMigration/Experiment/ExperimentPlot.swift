package import Estate

/// One picture of an experiment: a value of every move against the machine's memory, a colour for each load and set of
/// settings, and the limit that physics sets.
package struct ExperimentPlot: Sendable, Hashable {
    struct Point: Sendable, Hashable {
        var memoryMiB: Int
        var value: Double
        /// `idle, p2v`.
        var series: String
    }

    var title: String
    var unit: String
    var points: [Point]
    /// By memory: what cannot be beaten, and how it is called.
    var limit: [Point] = []

    private static let (width, height, left, top, right, bottom) = (760.0, 420.0, 70.0, 60.0, 190.0, 40.0)

    /// Total times, with the memory that travels over the fastest link rate that was seen.
    package static func totals(_ reports: [MigrationReport]) -> ExperimentPlot {
        let passages = reports.compactMap { report in MigrationPassage(report).map { (report.memoryMiB, $0) } }
        let fastest = passages.map(\.1.bytesPerSecond).max() ?? 1
        let name = "memory ÷ \(Int(fastest / 1_048_576)) MiB/s"
        let limit = Set(passages.map(\.0)).sorted().map { size in
            let least = passages.filter { $0.0 == size }.map(\.1.bytes).min() ?? 0
            return Point(memoryMiB: size, value: least / fastest, series: name)
        }
        return ExperimentPlot(
            title: "Total time against memory", unit: "s", points: points(reports) { $0.wallSeconds }, limit: limit)
    }

    /// Pauses as libvirt counts them.
    package static func pauses(_ reports: [MigrationReport]) -> ExperimentPlot {
        ExperimentPlot(
            title: "Pause against memory", unit: "ms", points: points(reports) { $0.job.downtimeMilliseconds })
    }

    private static func points(_ reports: [MigrationReport], _ value: (MigrationReport) -> Double?) -> [Point] {
        reports.compactMap { report in
            value(report).map {
                Point(
                    memoryMiB: report.memoryMiB, value: $0,
                    series: "\(report.load ?? "idle"), \(report.preset ?? "p2v")")
            }
        }
    }

    package var svg: String {
        let series = points.map(\.series).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var svg = SVGPaper.head(width: Self.width, height: Self.height)
        svg += SVGPaper.text(Self.left, 28, title, size: 16) + axes
        for (index, name) in series.enumerated() {
            let colour = SVGPaper.colours[index % SVGPaper.colours.count]
            svg += dots(points.filter { $0.series == name }, colour, shift: Double(index - series.count / 2) * 5)
            svg += legend(index, name, "<circle cx=\"0\" cy=\"-4\" r=\"4\" fill=\"\(colour)\"/>")
        }
        return svg + limitLine(row: series.count) + "</svg>\n"
    }

    private var mostMemory: Double { Double(max(1, points.map(\.memoryMiB).max() ?? 1)) * 1.05 }
    private var mostValue: Double { max(1e-9, (points + limit).map(\.value).max() ?? 1) * 1.08 }

    private func x(_ memoryMiB: Int) -> Double {
        Self.left + Double(memoryMiB) / mostMemory * (Self.width - Self.left - Self.right)
    }

    private func y(_ value: Double) -> Double {
        Self.height - Self.bottom - value / mostValue * (Self.height - Self.top - Self.bottom)
    }

    private var axes: String {
        var svg = ""
        for step in 0...4 {
            let value = mostValue * Double(step) / 4
            svg += "<path class=\"grid\" d=\"M\(SVGPaper.fixed(Self.left)) \(SVGPaper.fixed(y(value)))"
            svg += "H\(SVGPaper.fixed(Self.width - Self.right))\"/>\n"
            let words = value >= 20 ? "\(Int(value.rounded()))" : SVGPaper.fixed(value)
            svg += SVGPaper.text(Self.left - 8, y(value) + 4, "\(words) \(unit)", anchor: "end")
        }
        for size in Set(points.map(\.memoryMiB)).sorted() {
            svg += SVGPaper.text(x(size), Self.height - Self.bottom + 18, "\(size) MiB", anchor: "middle")
        }
        return svg
    }

    private func dots(_ points: [Point], _ colour: String, shift: Double) -> String {
        points.map { point in
            "<circle cx=\"\(SVGPaper.fixed(x(point.memoryMiB) + shift))\" cy=\"\(SVGPaper.fixed(y(point.value)))\" "
                + "r=\"3\" fill=\"\(colour)\" fill-opacity=\"0.7\"/>\n"
        }.joined()
    }

    private func limitLine(row: Int) -> String {
        guard let name = limit.first?.series else { return "" }
        let path = limit.map { "\(SVGPaper.fixed(x($0.memoryMiB))),\(SVGPaper.fixed(y($0.value)))" }
        return "<polyline fill=\"none\" stroke=\"var(--ink)\" stroke-dasharray=\"5 4\" "
            + "points=\"\(path.joined(separator: " "))\"/>\n"
            + legend(row, name, "<path d=\"M-8 -4H8\" stroke=\"var(--ink)\" stroke-dasharray=\"5 4\"/>")
    }

    private func legend(_ row: Int, _ name: String, _ mark: String) -> String {
        let place = "\(SVGPaper.fixed(Self.width - Self.right + 24)) \(SVGPaper.fixed(Self.top + Double(row) * 20))"
        return "<g transform=\"translate(\(place))\">\(mark)\(SVGPaper.text(14, 0, name))</g>\n"
    }
}
