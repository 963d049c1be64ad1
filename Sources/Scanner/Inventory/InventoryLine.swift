/// One line of an Ansible inventory in INI form, as people write it.
enum InventoryLine {
    /// The words of `[web]   # front ends`; nil for a line that is no head of a section. `[1:2].example.com` is a host:
    /// a head ends with its bracket, or has a comment after it.
    static func section(_ line: String) -> String? {
        guard line.hasPrefix("["), let close = line.firstIndex(of: "]") else { return nil }
        let rest = line[line.index(after: close)...].trimmed
        guard rest.isEmpty || rest.hasPrefix("#") || rest.hasPrefix(";") else { return nil }
        return line[line.index(after: line.startIndex)..<close].trimmed
    }

    /// Without a comment at its end: a `#` or `;` after a blank, and outside of quotes.
    static func uncommented(_ line: String) -> String {
        var quote: Character?
        var before: Character = " "
        for at in line.indices {
            let next = line[at]
            if let open = quote {
                if next == open { quote = nil }
            } else if next == "\"" || next == "'" {
                quote = next
            } else if next == "#" || next == ";", before == " " || before == "\t" {
                return line[..<at].trimmed
            }
            before = next
        }
        return line.trimmed
    }

    /// `web[01:20].lab:2222` → the pattern and the port. Addresses of IPv6 and `ssh://…` stay whole.
    static func pattern(_ word: String) -> (pattern: String, port: String?) {
        var depth = 0
        var colons: [String.Index] = []
        for at in word.indices {
            switch word[at] {
            case "[": depth += 1
            case "]": depth -= 1
            case ":" where depth == 0: colons.append(at)
            default: break
            }
        }
        guard colons.count == 1, !word.contains("/"), !word.contains("@") else { return (word, nil) }
        let port = word[word.index(after: colons[0])...]
        guard !port.isEmpty, port.allSatisfy({ $0.isASCII && $0.isNumber }) else { return (word, nil) }
        return (String(word[..<colons[0]]), String(port))
    }

    /// Words as Ansible's splitter makes them: blanks inside of quotes do not end a word.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for next in uncommented(line) {
            if let open = quote {
                if next == open { quote = nil }
            } else if next == "\"" || next == "'" {
                quote = next
            } else if next == " " || next == "\t" {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            word.append(next)
        }
        return word.isEmpty ? words : words + [word]
    }
}
