internal import Estate

/// One host's week as stacked areas (SVG): each server's busy cores by hour, a scale of cores, and the line of what the
/// host may carry. Who is small stands together with the others who are: nobody tells twenty colours apart.
struct LoadChart {
    struct Layer {
        var name: String
        /// Busy cores by hour.
        var cores: [Double]
    }

    let title: String
    /// Bottom first, the largest at the bottom.
    let layers: [Layer]
    let limit: Double

    private static let width = 760.0
    private static let left = 44.0
    private static let height = 150.0
    private static let top = 24.0
    /// Colours that are told apart; the last one is for all others together.
    static let colours = 8

    /// - Parameter layers: all servers of the host, in any order.
    init(title: String, layers: [Layer], limit: Double) {
        (self.title, self.limit) = (title, limit)
        let sorted = layers.sorted { ($1.cores.max() ?? 0, $0.name) < ($0.cores.max() ?? 0, $1.name) }
        guard sorted.count > Self.colours else {
            self.layers = sorted
            return
        }
        let rest = sorted.dropFirst(Self.colours - 1)
        let sum = (0..<Demand.hours).map { hour in rest.reduce(0.0) { $0 + $1.cores[hour] } }
        self.layers = sorted.prefix(Self.colours - 1) + [Layer(name: "\(rest.count) others", cores: sum)]
    }

    func svg() -> String {
        let peak = (0..<Demand.hours).map { hour in layers.reduce(0) { $0 + $1.cores[hour] } }.max() ?? 0
        let most = max(peak, limit, 0.1) * 1.04
        var base = [Double](repeating: 0, count: Demand.hours)
        var areas = ""
        for (at, layer) in layers.enumerated() {
            let above = base.indices.map { base[$0] + layer.cores[$0] }
            areas += area(base, above, most, at, layer.name)
            base = above
        }
        return """
            <div class="wide"><svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.top + Self.height + 24))" role="img" \
            aria-label="\(Markup.escaped(title))" xmlns="http://www.w3.org/2000/svg">\(scale(most))\(areas)\(days)\
            \(limitLine(most))</svg></div>
            """
    }

    private func y(_ value: Double, _ most: Double) -> Double { Self.top + Self.height * (1 - value / most) }

    private func scale(_ most: Double) -> String {
        ChartScale.ticks(to: most, most: 4).map { value in
            let y = y(value, most)
            return line("grid", y)
                + "<text class=\"note\" text-anchor=\"end\" x=\"\(Int(Self.left - 6))\" y=\"\(Fixed.text(y + 4, 1))\">"
                + "\(ChartScale.text(value))</text>"
        }.joined() + "<text class=\"note\" x=\"0\" y=\"10\">cores</text>"
    }

    private func limitLine(_ most: Double) -> String {
        let y = y(limit, most)
        return line("limit", y)
            + "<text class=\"note\" x=\"\(Int(Self.left + 4))\" y=\"\(Fixed.text(y - 6, 1))\">"
            + "\(Fixed.text(limit, 1)) may be busy</text>"
    }

    private func line(_ kind: String, _ y: Double) -> String {
        "<line class=\"\(kind)\" x1=\"\(Int(Self.left))\" x2=\"\(Int(Self.width))\" y1=\"\(Fixed.text(y, 1))\" "
            + "y2=\"\(Fixed.text(y, 1))\"/>"
    }

    private var days: String {
        (0..<7).map { day in
            let x = Self.left + Double(day) * (Self.width - Self.left) / 7
            let name = Demand.name(ofHour: day * 24).prefix(3)
            return
                "<line class=\"grid\" x1=\"\(Fixed.text(x, 1))\" x2=\"\(Fixed.text(x, 1))\" "
                + "y1=\"\(Int(Self.top + Self.height))\" y2=\"\(Int(Self.top + Self.height + 6))\"/>"
                + "<text class=\"note\" x=\"\(Fixed.text(x + 4, 1))\" y=\"\(Int(Self.top + Self.height + 18))\">"
                + "\(name)\(day == 0 ? " (UTC)" : "")</text>"
        }.joined()
    }

    private func area(_ base: [Double], _ above: [Double], _ most: Double, _ at: Int, _ name: String) -> String {
        func point(_ hour: Int, _ value: Double) -> String {
            let x = Self.left + Double(hour) * (Self.width - Self.left) / Double(Demand.hours - 1)
            return "\(Fixed.text(x, 1)),\(Fixed.text(y(value, most), 1))"
        }
        let up = above.indices.map { point($0, above[$0]) }
        let down = base.indices.reversed().map { point($0, base[$0]) }
        return "<polygon class=\"s\(at % Self.colours)\" points=\"\((up + down).joined(separator: " "))\">"
            + "<title>\(Markup.escaped(name))</title></polygon>"
    }
}
