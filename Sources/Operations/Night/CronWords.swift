/// Words as cron and its shell read them: quoted for the shell, `%` escaped for cron.
enum CronWords {
    static func line(_ words: [String]) -> String { words.map(word).joined(separator: " ") }

    static func word(_ text: String) -> String {
        let plain = text.allSatisfy { $0.isLetter || $0.isNumber || "/._-:@=+".contains($0) }
        let quoted =
            plain && !text.isEmpty
            ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        return quoted.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "\\%")
    }
}
