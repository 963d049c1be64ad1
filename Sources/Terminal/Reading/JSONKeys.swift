/// The keys of a JSON text, which need not be right: Foundation keeps one of two that are the same and says nothing.
enum JSONKeys {
    /// The first key that stands twice in one object, and its line, counted from 1.
    static func twice(in text: String) -> (key: String, line: Int)? {
        var open: [Set<String>] = []
        var line = 1
        var word: [UInt8] = []
        var isInside = false
        var isEscaped = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isInside {
                isInside = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                if isInside { word.append(byte) }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): (isInside, word) = (true, [])
            // A list has no keys: its set stays empty.
            case UInt8(ascii: "{"), UInt8(ascii: "["): open.append([])
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: ":"):
                let key = String(decoding: word, as: UTF8.self)
                if !open.isEmpty, !open[open.count - 1].insert(key).inserted { return (key, line) }
            default: break
            }
        }
        return nil
    }
}
