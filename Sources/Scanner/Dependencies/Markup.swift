/// Untrusted text inside XML and HTML.
package enum Markup {
    /// Safe as content and inside quoted attributes; control characters, which XML 1.0 forbids, become U+FFFD.
    package static func escaped(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": safe += "\u{FFFD}"
            case "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                safe += "\u{FFFD}"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}
