import TestSupport

/// Makes a damaged file of a good one: what a slip, an editor, another program or an enemy would leave.
struct Mangler {
    private static let numbers = [
        "0", "-1", "-0", "1e308", "1e400", "-1e18", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "4294967296", "NaN", ".nan", ".inf", "-.inf", "0x10", "1_000", "٣", "1e-320", "24:30",
    ]
    private static let words = [
        "", "null", "~", "true", "[]", "{}", "\"\"", "'", "\"", "&a", "*a", "!!binary x", "<<", "? ", "- ", "|", ">",
        "../../etc/shadow", "$(reboot)", "`id`", ";", "\u{1B}[2J", "\u{202E}", "\u{0}", "\u{FEFF}", "a\r\nb",
        "é\u{301}",
        "%s%n", "=1+1", "<script>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "#", ":", ": :", "\t", "🧨",
    ]

    var dice: SeededRandom

    init(seed: UInt64) { dice = SeededRandom(seed) }

    mutating func damaged(_ text: String) -> String {
        var text = text
        for _ in 0..<Int.random(in: 1...4, using: &dice) { text = once(text) }
        return text
    }

    private mutating func once(_ text: String) -> String {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0, 1, 2: token(of: text, where: \.isNumber, Self.numbers)
        case 3, 4: token(of: text, where: \.isLetter, Self.words + Self.numbers)
        case 5: bytes(text)
        case 6: lines(text) { lines, index, _ in lines.insert(lines[index], at: index) }
        case 7: lines(text) { lines, index, other in lines.swapAt(index, other) }
        case 8: lines(text) { lines, index, other in lines.removeSubrange(min(index, other)..<max(index, other)) }
        default: grown(text)
        }
    }

    /// One run of such characters becomes something else.
    private mutating func token(of text: String, where belongs: (Character) -> Bool, _ others: [String]) -> String {
        let starts = text.indices.filter { index in
            belongs(text[index]) && (index == text.startIndex || !belongs(text[text.index(before: index)]))
        }
        guard let start = starts.randomElement(using: &dice) else { return text }
        let end = text[start...].firstIndex { !belongs($0) } ?? text.endIndex
        return text.replacingCharacters(start..<end, others.randomElement(using: &dice) ?? "")
    }

    private mutating func bytes(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &dice)
            if Bool.random(using: &dice) {
                bytes[index] = UInt8.random(in: 0...255, using: &dice)
            } else {
                bytes.remove(at: index)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func lines(_ text: String, _ change: (inout [Substring], Int, Int) -> Void) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        change(&lines, Int.random(in: lines.indices, using: &dice), Int.random(in: lines.indices, using: &dice))
        return lines.joined(separator: "\n")
    }

    /// Deep, long, or cut off.
    private mutating func grown(_ text: String) -> String {
        let at = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &dice))
        let (head, tail) = (text[..<at], text[at...])
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: return head + String(repeating: "[", count: 2000) + tail
        case 1: return head + String(repeating: "{a: ", count: 500) + tail
        case 2: return head + String(repeating: "9", count: 5000) + tail
        default: return String(head)
        }
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, _ other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
