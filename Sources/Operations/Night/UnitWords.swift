/// Words as systemd reads them in a unit (systemd.service(5), "Command lines"; `%` and `$` are doubled).
enum UnitWords {
    static func line(_ words: [String]) -> String { words.map(word).joined(separator: " ") }

    static func word(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "%", "$": result += "\(character)\(character)"
            case "\"", "\\": result += "\\\(character)"
            default: result.append(character)
            }
        }
        let plain = text.allSatisfy { $0.isLetter || $0.isNumber || "/._-:@=+%$".contains($0) }
        return plain && !text.isEmpty ? result : "\"\(result)\""
    }
}
