/// Text made safe for XML and HTML, and numbers short.
enum Markup {
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default:
                // Control characters have no place in XML 1.0.
                if scalar.value >= 32 || scalar == "\n" { result.unicodeScalars.append(scalar) }
            }
        }
    }

    /// One decimal.
    static func short(_ value: Double) -> String { MachineSize.tenths(value) }
}
