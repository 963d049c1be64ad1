internal import Estate

/// How a value is written so that it stays a value in a file of this kind.
enum Escaping: Sendable, Hashable {
    /// XML, HTML and SVG, in text and in quoted attributes.
    case markup
    /// One word of a POSIX shell, quoted.
    case shell
    /// A value on one line of a configuration file.
    case line

    init(fileName: String) {
        self =
            switch fileName.split(separator: ".").last.map({ String($0) }) {
            case "xml", "html", "svg": .markup
            case "sh": .shell
            default: .line
            }
    }

    /// - Returns: nil when the value cannot be written into such a file.
    func apply(_ text: String) -> String? {
        guard text.unicodeScalars.allSatisfy(isAllowed) else { return nil }
        return switch self {
        case .markup: Markup.escaped(text, inAttribute: true)
        case .shell: "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        case .line: text
        }
    }

    /// XML 1.0 has no way to write most control characters, not even as a reference (section 2.2, Char).
    private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: true
        case 0x0A, 0x0D: self != .line
        case 0..<0x20, 0x7F: false
        case 0xFFFE, 0xFFFF: self != .markup
        default: true
        }
    }
}
