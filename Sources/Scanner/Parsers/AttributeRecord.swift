/// The script's own record format: a head line opens a record, `attr name=value` and other lines belong to it.
struct AttributeRecord: Sendable, Hashable {
    var name: String
    var attributes: [String: String] = [:]
    /// Other lines, as word and rest: `slave sda1`.
    var lines: [Line] = []

    struct Line: Sendable, Hashable {
        var word: String
        var rest: String
    }

    /// - Parameter head: the word that opens a record: `disk`, `interface`.
    static func parse(_ text: String, head: String) -> [AttributeRecord] {
        var records: [AttributeRecord] = []
        for line in Lines.of(text) {
            let (word, rest) = line.halves(" ") ?? (line.trimmed, "")
            if word == head {
                records.append(AttributeRecord(name: rest))
            } else if let last = records.indices.last {
                if word == "attr", let (key, value) = rest.halves("=") {
                    records[last].attributes[key] = value
                } else {
                    records[last].lines.append(Line(word: word, rest: rest))
                }
            }
        }
        return records
    }

    func all(_ word: String) -> [String] { lines.filter { $0.word == word }.map(\.rest) }
    func first(_ word: String) -> String? { lines.first { $0.word == word }?.rest }
    func number(_ attribute: String) -> UInt64? { attributes[attribute].flatMap { UInt64($0) } }
}
