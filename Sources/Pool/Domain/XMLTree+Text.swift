internal import Estate

extension XMLTree {
    /// The document again. Comments are gone, and white space around text is; libvirt's documents mix no text with elements.
    var document: String { lines(indent: "").joined(separator: "\n") + "\n" }

    private func lines(indent: String) -> [String] {
        let words = attributes.sorted { $0.key < $1.key }
            .map { " \($0.key)=\"\(Markup.escaped($0.value, inAttribute: true))\"" }.joined()
        if children.isEmpty, text.isEmpty { return ["\(indent)<\(name)\(words)/>"] }
        if children.isEmpty { return ["\(indent)<\(name)\(words)>\(Markup.escaped(text))</\(name)>"] }
        let own = text.isEmpty ? [] : [indent + "  " + Markup.escaped(text)]
        return ["\(indent)<\(name)\(words)>"] + own + children.flatMap { $0.lines(indent: indent + "  ") }
            + ["\(indent)</\(name)>"]
    }

    /// Changes the children at the end of a path.
    mutating func change(_ path: [String], _ change: (inout XMLTree) -> Void) {
        guard let first = path.first else { return change(&self) }
        for place in children.indices where children[place].name == first {
            children[place].change(Array(path.dropFirst()), change)
        }
    }
}
