/// XAPI's dates: `20240131T12:30:05Z`, with or without dashes, with or without a fraction of a second.
package enum XenDate {
    /// Seconds since 1970 UTC; nil when it is no date. A date without a zone is taken as UTC.
    package static func seconds(_ text: String) -> Int64? {
        let digits = text.prefix { $0 != "." }.filter { $0.isASCII && $0.isNumber }
        guard digits.count == 14, let all = Int64(digits) else { return nil }
        let (date, time) = (all / 1_000_000, all % 1_000_000)
        let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        return days(year, month, day) * 86_400 + time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100
    }

    /// Days since 1970-01-01 of the proleptic Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
