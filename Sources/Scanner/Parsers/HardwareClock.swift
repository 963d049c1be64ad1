/// What the battery clock keeps: adjtime(5)'s third line, else the distribution's own setting.
enum HardwareClock {
    /// - Returns: `utc` or `local`; `utc` too where nothing says otherwise, as hwclock(8) assumes.
    static func parse(_ lines: [FileLines.Line]) -> String {
        let adjtime = lines.filter { $0.file == "/etc/adjtime" }.map(\.text)
        if adjtime.contains("LOCAL") { return "local" }
        if adjtime.contains("UTC") { return "utc" }
        let files = ["/etc/sysconfig/clock", "/etc/default/rcS", "/etc/conf.d/hwclock"]
        for line in lines where files.contains(line.file) {
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
