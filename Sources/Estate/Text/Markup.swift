/// Untrusted text inside XML, HTML and SVG.
package enum Markup {
    /// Safe as content and inside quoted attributes. It looks at scalars, not at characters: `<` with a combining mark is
    /// one character to Swift, and still opens a tag. What XML 1.0 forbids becomes U+FFFD.
    ///
    /// - Parameter inAttribute: keeps line ends and tabs, which an attribute would read back as spaces.
    package static func escaped(_ text: String, inAttribute: Bool = false) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case _ where inAttribute && isSpacing(scalar): safe += "&#\(scalar.value);"
            case _ where isForbidden(scalar): safe += "\u{FFFD}"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    private static func isSpacing(_ scalar: Unicode.Scalar) -> Bool { ["\t", "\n", "\r"].contains(scalar) }

    /// Control characters and the two noncharacters that XML 1.0 has no place for (section 2.2).
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
