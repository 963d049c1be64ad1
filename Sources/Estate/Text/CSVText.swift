/// Tables for spreadsheets (RFC 4180).
package enum CSVText {
    /// One line a row, each ended by CR LF.
    package static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// What a spreadsheet would take for a formula gets a quote before it. Scalars are looked at: CR LF is one character.
    package static func cell(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let formula = scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = formula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
