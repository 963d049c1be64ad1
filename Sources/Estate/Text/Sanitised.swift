/// Text that came from a server or a file, made safe to print: control characters, escape sequences and line breaks are
/// shown, not obeyed.
package enum Sanitised {
    package static func text(_ untrusted: String) -> String { shown(untrusted, but: []) }

    /// The same for words that may have several lines, such as what a program said: they become one, with `; ` between.
    package static func line(_ untrusted: String) -> String {
        let lines = untrusted.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        return text(lines.filter { !$0.isEmpty }.joined(separator: "; "))
    }

    /// For text whose parts are safe already, at the door: line breaks and tabs are the layout, and stay.
    package static func page(_ text: String) -> String { shown(text, but: ["\n", "\t"]) }

    private static func shown(_ text: String, but kept: Set<Unicode.Scalar>) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar), !kept.contains(scalar) {
                let hex = String(scalar.value, radix: 16)
                safe += "\\x" + (hex.count < 2 ? "0" + hex : hex)
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// Whether a terminal would obey a part of it.
    package static func isSafe(_ text: String) -> Bool { !text.unicodeScalars.contains(where: isUnsafe) }

    /// C0, DEL, C1, and the characters that turn the direction of text.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127..<160, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
