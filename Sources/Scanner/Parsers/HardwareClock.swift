/// What the battery clock keeps: adjtime(5)'s third line, else the distribution's own setting.
enum HardwareClock {
    /// - Returns: `utc` or `local`; `utc` too where nothing says otherwise, as hwclock(8) assumes.
    static func parse(_ text: String) -> String? {
        let lines = FileLines.parse(text)
        let adjtime = lines.filter { $0.file == "/etc/adjtime" }.map(\.text)
        if adjtime.contains("LOCAL") { return "local" }
        if adjtime.contains("UTC") { return "utc" }
        for line in lines {
            let setting = line.text.lowercased().filter { $0 != "\"" && $0 != " " }
            switch setting {
            case "utc=no", "utc=false", "hwclock=--localtime", "clock=local": return "local"
            case "utc=yes", "utc=true", "hwclock=-u", "hwclock=--utc", "clock=utc": return "utc"
            default: continue
            }
        }
        return "utc"
    }
}
