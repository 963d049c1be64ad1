/// A line as words with the blanks between them, so that one word can be replaced and the rest stays as it was.
struct Fields {
    private var parts: [(blank: Substring, word: Substring)] = []
    private var tail: Substring = ""

    init(_ line: String) {
        var rest = Substring(line)
        while true {
            let blank = rest.prefix { $0.isWhitespace }
            rest = rest.dropFirst(blank.count)
            let word = rest.prefix { !$0.isWhitespace }
            if word.isEmpty {
                tail = blank
                return
            }
            parts.append((blank, word))
            rest = rest.dropFirst(word.count)
        }
    }

    var count: Int { parts.count }

    subscript(index: Int) -> String {
        get { String(parts[index].word) }
        set { parts[index].word = Substring(newValue) }
    }

    var words: [String] { parts.map { String($0.word) } }

    var line: String { parts.map { String($0.blank + $0.word) }.joined() + tail }
}
