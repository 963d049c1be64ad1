/// The clock at the start of sar's lines.
enum SarClock {
    /// The two halves of a day as locales with a clock of twelve hours write them (glibc's `am_pm`).
    private static let mornings: Set<String> = ["am", "πμ", "午前", "上午", "오전", "vorm", "dop", "pd"]
    private static let afternoons: Set<String> = ["pm", "μμ", "午後", "下午", "오후", "nachm", "odp", "md"]

    /// - Returns: seconds since midnight, and the words after the clock; nil where there is none.
    static func parse(_ words: [String]) -> (second: Int, rest: [String])? {
        guard let first = words.first else { return nil }
        let parts = first.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            (0...24).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        var rest = Array(words.dropFirst())
        var shown = hour
        if let isAfternoon = rest.first.flatMap(isAfternoon) {
            guard (1...12).contains(hour) else { return nil }
            rest.removeFirst()
            shown = hour % 12 + (isAfternoon ? 12 : 0)
        }
        return (shown * 3600 + minute * 60 + second, rest)
    }

    private static func isAfternoon(_ word: String) -> Bool? {
        let plain = word.lowercased().filter { $0 != "." }
        return afternoons.contains(plain) ? true : mornings.contains(plain) ? false : nil
    }

    /// Whether a word was meant as a clock: two colons after a figure of whatever script.
    static func looksLikeOne(_ word: String) -> Bool {
        word.first?.isNumber == true && word.filter { $0 == ":" }.count == 2
    }

    /// The word between a clock and the head of a table that is the name of no column: half of a day, in words that
    /// are not known here. Read as a column, it would leave a clock of twelve hours half read.
    static func unknownHalf(_ cells: [String]) -> String? {
        let firsts: Set<String> = ["CPU", "kbmemfree", "tps", "DEV", "IFACE", "runq-sz", "proc/s", "pgpgin/s"]
        guard cells.count > 2, !firsts.contains(cells[0]), firsts.contains(cells[1]) else { return nil }
        return cells[0]
    }
}
