internal import Yams

/// Where in a file's text something stands. JSON is YAML too, so that both have places.
struct TextPlaces {
    private let root: Node?

    /// - Parameter text: of a file that could be read; places of one that is no YAML are not known.
    init(_ text: String) { root = try? Yams.compose(yaml: text) }

    /// Of the value at a path, or of the nearest around it that has a place; nil where nothing has.
    func value(at path: [String]) -> Mark? {
        guard var node = root else { return nil }
        var mark = node.mark
        for word in path {
            guard let next = Self.step(node, word) else { break }
            node = next
            mark = next.mark ?? mark
        }
        return mark
    }

    /// Of a key itself.
    func key(_ name: String, at path: [String]) -> Mark? {
        let place = path.reduce(root) { node, word in node.flatMap { Self.step($0, word) } }
        return place?.mapping?.keys.first { $0.string == name }?.mark
    }

    private static func step(_ node: Node, _ word: String) -> Node? {
        if let sequence = node.sequence {
            guard let index = Int(word), sequence.indices.contains(index) else { return nil }
            return sequence[index]
        }
        return node.mapping?.first { $0.key.string == word }?.value
    }
}

extension Mark {
    var words: String { "line \(line), column \(column)" }
}
