internal import Foundation
internal import FoundationXML

/// An XML element with its attributes, children and text: enough to read what libvirt answers.
struct XMLTree: Sendable, Hashable {
    var name: String
    var attributes: [String: String] = [:]
    var children: [XMLTree] = []
    /// The element's own text, without its children's; trimmed.
    var text = ""

    /// - Returns: nil when the document is not well formed.
    static func parse(_ document: String) -> XMLTree? {
        let builder = TreeBuilder()
        let parser = XMLParser(data: Data(document.utf8))
        parser.shouldResolveExternalEntities = false
        parser.delegate = builder
        return parser.parse() ? builder.root : nil
    }

    /// The first child of this name, and so on down the path.
    func first(_ path: String...) -> XMLTree? {
        path.reduce(self as XMLTree?) { element, name in element?.children.first { $0.name == name } }
    }

    func all(_ name: String) -> [XMLTree] {
        children.filter { $0.name == name }
    }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
    private var open: [XMLTree] = []
    private(set) var root: XMLTree?

    func parser(
        _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
        attributes: [String: String]
    ) {
        open.append(XMLTree(name: name, attributes: attributes))
    }

    func parser(_: XMLParser, foundCharacters text: String) {
        if !open.isEmpty { open[open.count - 1].text += text }
    }

    func parser(_: XMLParser, didEndElement _: String, namespaceURI _: String?, qualifiedName _: String?) {
        guard var element = open.popLast() else { return }
        element.text = element.text.trimmingCharacters(in: .whitespacesAndNewlines)
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
}
