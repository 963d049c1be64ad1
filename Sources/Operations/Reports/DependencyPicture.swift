internal import Estate
package import Scanner

/// The map as SVG: clients on the left, what they use on the right, one column a step. Follows the page's colours.
package struct DependencyPicture: Sendable {
    private let map: DependencyMap
    private let columns: [[String]]
    private let places: [String: (x: Double, y: Double)]
    private static let box = (width: 190.0, height: 34.0)
    private static let step = (x: 330.0, y: 62.0)

    package init(_ map: DependencyMap) {
        // Servers that talk to nobody would only make the picture tall.
        let talking = Set(map.edges.flatMap { [$0.client, $0.server] })
        var drawn = map
        drawn.nodes.removeAll { !talking.contains($0.name) }
        self.map = drawn
        columns = Self.layers(drawn)
        var places: [String: (x: Double, y: Double)] = [:]
        let tallest = columns.map(\.count).max() ?? 0
        for (column, names) in columns.enumerated() {
            let offset = Double(tallest - names.count) / 2
            for (row, name) in names.enumerated() {
                places[name] = (20 + Double(column) * Self.step.x, 20 + (Double(row) + offset) * Self.step.y)
            }
        }
        self.places = places
    }

    package var svg: String {
        let width = Int(40 + Self.box.width + Double(max(0, columns.count - 1)) * Self.step.x)
        let height = Int(40 + Double(max(1, columns.map(\.count).max() ?? 1)) * Self.step.y)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-label="Who talks to whom">
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1b1f24 }
            .label { font-size: 11px; fill: #57606a }
            rect { fill: #eef4ff; stroke: #3b6fd4 } rect.other { fill: #f6f8fa; stroke: #8c959f; stroke-dasharray: 4 3 }
            path { fill: none; stroke: #57606a } marker path { fill: #57606a; stroke: none }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .label { fill: #9198a1 }
            rect { fill: #16233b; stroke: #6c9cf5 } rect.other { fill: #161b22; stroke: #6e7681 }
            path { stroke: #9198a1 } marker path { fill: #9198a1 } }
            </style>
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
            <path d="M0 0 8 4 0 8z"/></marker></defs>
            \(map.edges.map(arrow).joined())\(map.nodes.map(node).joined())</svg>

            """
    }

    private func node(_ node: DependencyMap.Node) -> String {
        guard let place = places[node.name] else { return "" }
        let name = node.name.count > 26 ? node.name.prefix(25) + "…" : node.name[...]
        return """
            <rect\(node.scanned ? "" : " class=\"other\"") x="\(place.x)" y="\(place.y)" width="\(Self.box.width)" \
            height="\(Self.box.height)" rx="6"/><text x="\(place.x + Self.box.width / 2)" y="\(place.y + 22)" \
            text-anchor="middle">\(Markup.escaped(String(name)))</text>\(services(node, place))

            """
    }

    /// What the node serves, once and below it: a label on each arrow would lie on its neighbours.
    private func services(_ node: DependencyMap.Node, _ place: (x: Double, y: Double)) -> String {
        let all = Set(map.edges.filter { $0.server == node.name }.map(Self.service)).sorted()
        guard !all.isEmpty else { return "" }
        let shown = all.prefix(3).joined(separator: ", ") + (all.count > 3 ? " and \(all.count - 3) more" : "")
        return """
            <text class="label" x="\(place.x + Self.box.width / 2)" y="\(place.y + Self.box.height + 13)" \
            text-anchor="middle">\(Markup.escaped(shown))</text>
            """
    }

    private static func service(_ edge: DependencyMap.Edge) -> String {
        "\(edge.transport)/\(edge.port)" + (edge.process.map { " " + $0 } ?? "")
    }

    private func arrow(_ edge: DependencyMap.Edge) -> String {
        guard let from = places[edge.client], let to = places[edge.server] else { return "" }
        let forward = to.x > from.x
        let (x1, x2) = (from.x + (forward ? Self.box.width : 0), to.x + (forward ? 0 : Self.box.width))
        let (y1, y2) = (from.y + Self.box.height / 2, to.y + Self.box.height / 2)
        let bend = (x2 - x1) / 2
        let title = "\(edge.client) → \(edge.server) \(Self.service(edge))"
        return """
            <path d="M\(x1) \(y1) C\(x1 + bend) \(y1) \(x2 - bend) \(y2) \(x2) \(y2)" marker-end="url(#arrow)">\
            <title>\(Markup.escaped(title))</title></path>

            """
    }

    /// Longest paths from those that nobody uses as a server; circles are cut after as many steps as there are nodes.
    private static func layers(_ map: DependencyMap) -> [[String]] {
        var layer = Dictionary(uniqueKeysWithValues: map.nodes.map { ($0.name, 0) })
        for _ in 0..<min(map.nodes.count, 6) {
            for edge in map.edges {
                let wanted = (layer[edge.client] ?? 0) + 1
                if wanted > layer[edge.server] ?? 0, wanted <= 6 { layer[edge.server] = wanted }
            }
        }
        let grouped = Dictionary(grouping: map.nodes.map(\.name)) { layer[$0] ?? 0 }
        return grouped.sorted { $0.key < $1.key }.map { $0.value.sorted() }
    }
}
