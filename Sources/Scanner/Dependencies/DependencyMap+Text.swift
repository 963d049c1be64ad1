internal import Estate

extension DependencyMap {
    /// RFC 4180, with a head line. Cells that a spreadsheet would take for a formula get a quote before them.
    package var csv: String {
        let head = ["client", "server", "transport", "port", "process", "connections"]
        return CSVText.text(
            [head]
                + edges.map { edge in
                    [
                        edge.client, edge.server, edge.transport, String(edge.port), edge.process ?? "",
                        String(edge.connections),
                    ]
                })
    }

    /// For Graphviz: servers as boxes, others as ellipses.
    package var dot: String {
        var text = "digraph dependencies {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n"
        for node in nodes { text += "  \(Self.quoted(node.name)) [shape=\(node.scanned ? "box" : "ellipse")];\n" }
        for edge in edges {
            let label = Self.quoted("\(edge.transport)/\(edge.port)" + (edge.process.map { " " + $0 } ?? ""))
            text += "  \(Self.quoted(edge.client)) -> \(Self.quoted(edge.server)) [label=\(label)];\n"
        }
        return text + "}\n"
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.map { $0.value < 32 ? " " : String($0) }.joined()
        return "\"" + plain.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
