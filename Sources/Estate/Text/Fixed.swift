/// Numbers as text, the same in every locale: no comma for a point, no groups of digits.
package enum Fixed {
    /// So many decimals, halves away from zero: `2.50`. `-` for what is no number.
    package static func text(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "-" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int64(scaled)
        let sign = value < 0 && whole != 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// At most so many decimals, without zeros at the end: `2.5`, `3`.
    package static func short(_ value: Double, _ decimals: Int = 1) -> String {
        let text = text(value, decimals)
        guard decimals > 0, text.contains("."), !text.contains("e") else { return text }
        let cut = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(cut.reversed())
    }

    /// `45 s`, `3 min 20 s`, `2 h 05 min`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
        if seconds < 10 { return "\(text(seconds, 1)) s" }
        let whole = Int(seconds.rounded())
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) min \(whole % 60) s"
        default:
            let minutes = whole % 3600 / 60
            return "\(whole / 3600) h \(minutes < 10 ? "0" : "")\(minutes) min"
        }
    }
}
