internal import Estate
internal import Foundation
internal import FoundationXML

/// An XML element with its attributes, children and text: enough to read what libvirt answers.
struct XMLTree: Sendable, Hashable {
    var name: String
    var attributes: [String: String] = [:]
    var children: [XMLTree] = []
    /// The element's own text, without its children's; trimmed.
    var text = ""

    /// - Returns: nil when the document is not well formed, and for one with a DTD: neither libvirt nor QEMU writes one,
    ///   and its entities may grow without end or name files of this machine.
    static func parse(_ document: String) -> XMLTree? {
        if document.contains("<!DOCTYPE") { return nil }
        let builder = TreeBuilder()
        let parser = XMLParser(data: Data(document.utf8))
        parser.shouldResolveExternalEntities = false
        parser.delegate = builder
        return parser.parse() && !builder.isTooDeep ? builder.root : nil
    }

    /// The first child of this name, and so on down the path.
    func first(_ path: String...) -> XMLTree? {
        path.reduce(self as XMLTree?) { element, name in element?.children.first { $0.name == name } }
    }

    func all(_ name: String) -> [XMLTree] {
        children.filter { $0.name == name }
    }

    /// The element as text. Where text and children stand mixed, the text comes first.
    var document: String {
        let words = attributes.sorted { $0.key < $1.key }.map { key, value in
            " \(key)=\"\(Markup.escaped(value, inAttribute: true))\""
        }
        let inside = Markup.escaped(text) + children.map(\.document).joined()
        return "<\(name)\(words.joined())" + (inside.isEmpty ? "/>" : ">\(inside)</\(name)>")
    }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
    private var open: [XMLTree] = []
    private(set) var root: XMLTree?
    private(set) var isTooDeep = false

    /// libvirt nests less than twenty; what nests without end would end the program when it is let go of.
    private static let deepest = 256

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
        attributes: [String: String]
    ) {
        guard open.count < Self.deepest else {
            isTooDeep = true
            return parser.abortParsing()
        }
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
