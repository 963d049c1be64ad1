package import Adaptation
internal import Estate

extension BootTestReport {
    /// Whether it is proved, and else how far it came and what it said last.
    package var text: String {
        let seconds = Fixed.text(seconds, 1)
        if proved { return "Proved: \(proof) after \(seconds) s (\(firmware.rawValue))" }
        let lines = lastLines.map { "  | " + Sanitised.text($0) }
        return
            (["Not proved: \(proof). Reached \(stage.rawValue) in \(seconds) s: \(because ?? "")"]
            + lines)
            .joined(separator: "\n")
    }
}
