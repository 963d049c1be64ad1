internal import Foundation
#if canImport(FoundationXML)
    internal import FoundationXML
#endif

extension RRDUpdates {
    /// - Parameter text: JSON or XML, whichever the server wrote.
    static func read(_ bytes: [UInt8], from address: String) throws(XenError) -> RRDUpdates {
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "<") {
            if let updates = RRDReader.read(bytes) { return updates }
            throw .malformed(address: address, reason: "its measurements are not the XML of /rrd_updates")
        }
        do throws(JSONReader.Broken) {
            let value = try JSONReader.value(of: bytes)
            guard case .object = value["meta"] else {
                throw JSONReader.Broken(offset: 0, reason: "meta is missing")
            }
            return RRDUpdates(
                step: value["meta"]["step"].int ?? 5,
                columns: value["meta"]["legend"].texts.map(Column.init),
                rows: value["data"].items.map { row in
                    Row(time: row["t"].int ?? 0, values: row["values"].items.map(\.double))
                })
        } catch {
            throw .malformed(address: address, reason: "its measurements cannot be read: \(error)")
        }
    }
}

/// The `xport` form of XML: meta with step and legend entries, data with rows of t and v.
private final class RRDReader: NSObject, XMLParserDelegate {
    private var text = ""
    private var step: Int64 = 5
    private var legend: [String] = []
    private var rows: [RRDUpdates.Row] = []
    private var time: Int64 = 0
    private var values: [Double?] = []
    private var known = false

    static func read(_ bytes: [UInt8]) -> RRDUpdates? {
        guard let data = PlainXML.bytes(bytes) else { return nil }
        let reader = RRDReader()
        let parser = XMLParser(data: Data(data))
        parser.delegate = reader
        guard parser.parse(), reader.known else { return nil }
        return RRDUpdates(step: reader.step, columns: reader.legend.map(RRDUpdates.Column.init), rows: reader.rows)
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        text = ""
        if name == "xport" { known = true }
        if name == "row" { values = [] }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        let word = text.filter { !$0.isWhitespace }
        switch name {
        case "step": step = Int64(word) ?? step
        case "entry": legend.append(word)
        case "t": time = Int64(word) ?? 0
        case "v": values.append(Double(word).flatMap { $0.isFinite ? $0 : nil })
        case "row": rows.append(RRDUpdates.Row(time: time, values: values))
        default: break
        }
    }
}
