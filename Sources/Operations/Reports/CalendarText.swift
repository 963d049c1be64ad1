package import Estate

/// Waves as a calendar (iCalendar, RFC 5545), one event a wave.
package enum CalendarText {
    /// - Parameter stamp: when the calendar was made.
    package static func ics(_ plan: Plan, stamp: Moment) -> String {
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//p2v//plan//EN"]
        for wave in plan.waves ?? [] {
            let start = wave.servers.map(\.start.seconds).min() ?? stamp.seconds
            let off = "\(wave.reason). Can be switched off afterwards: \(wave.switchOff.joined(separator: ", "))"
            let words = ([off] + (wave.goNoGo ?? []).map { "- \($0)" }).joined(separator: "\n")
            let end = wave.servers.map(\.finish.seconds).max() ?? start
            let servers = wave.servers.map(\.server).joined(separator: ", ")
            lines += [
                "BEGIN:VEVENT", "UID:\(escaped(plan.pool))-\(wave.name.filter { $0 != " " })@p2v",
                "DTSTAMP:\(time(stamp.seconds))", "DTSTART:\(time(start))", "DTEND:\(time(end))",
                "SUMMARY:\(escaped("p2v \(wave.name): \(servers)"))",
                "DESCRIPTION:\(escaped(words))",
                "END:VEVENT",
            ]
        }
        return (lines + ["END:VCALENDAR"]).map(folded).joined(separator: "\r\n") + "\r\n"
    }

    /// RFC 5545, 3.3.11; by scalars, so that a combining mark hides no sign.
    static func escaped(_ text: String) -> String {
        var safe = ""
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": safe += "\\\(scalar)"
            case "\n" where afterReturn: break
            case "\n", "\r": safe += "\\n"
            default: safe.unicodeScalars.append(scalar)
            }
            afterReturn = scalar == "\r"
        }
        return safe
    }

    /// RFC 5545, 3.1: lines of at most 75 bytes.
    private static func folded(_ line: String) -> String {
        var result = ""
        var used = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if used + size > 74 {
                result += "\r\n "
                used = 1
            }
            result.unicodeScalars.append(scalar)
            used += size
        }
        return result
    }

    /// `20260302T200000Z`.
    static func time(_ seconds: Double) -> String {
        CivilTime(Moment(seconds: seconds)).compact + "Z"
    }
}
