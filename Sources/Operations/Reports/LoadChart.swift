internal import Estate

/// One host's week as stacked areas (SVG): each server's busy cores by hour, and the line of what the host may carry.
struct LoadChart {
    let title: String
    /// Name and busy cores by hour, bottom first.
    let layers: [(name: String, cores: [Double])]
    let limit: Double

    private static let width = 760.0
    private static let height = 150.0

    func svg() -> String {
        let peak = (0..<Demand.hours).map { hour in layers.reduce(0) { $0 + $1.cores[hour] } }.max() ?? 0
        let top = max(peak, limit, 0.1) * 1.08
        var base = [Double](repeating: 0, count: Demand.hours)
        var body = ""
        for (at, layer) in layers.enumerated() {
            let above = base.indices.map { base[$0] + layer.cores[$0] }
            body += area(base, above, top, at, layer.name)
            base = above
        }
        let y = Self.height * (1 - limit / top) + 4
        body +=
            "<line class=\"limit\" x1=\"0\" x2=\"\(Int(Self.width))\" y1=\"\(Fixed.text(y, 1))\" y2=\"\(Fixed.text(y, 1))\"/>"
        for day in 0..<7 {
            let x = Double(day) * Self.width / 7
            let name = String(Demand.name(ofHour: day * 24).prefix(3))
            body += "<text class=\"note\" x=\"\(Fixed.text(x + 4, 1))\" y=\"\(Int(Self.height + 18))\">\(name)</text>"
        }
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height + 24))" role="img" \
            aria-label="\(Markup.escaped(title))" xmlns="http://www.w3.org/2000/svg">\(body)</svg>
            """
    }

    private func area(_ base: [Double], _ above: [Double], _ top: Double, _ at: Int, _ name: String) -> String {
        func point(_ hour: Int, _ value: Double) -> String {
            "\(Fixed.text(Double(hour) * Self.width / 167, 1)),\(Fixed.text(Self.height * (1 - value / top) + 4, 1))"
        }
        let up = above.indices.map { point($0, above[$0]) }
        let down = base.indices.reversed().map { point($0, base[$0]) }
        return "<polygon class=\"s\(at % 8)\" points=\"\((up + down).joined(separator: " "))\">"
            + "<title>\(Markup.escaped(name))</title></polygon>"
    }
}
