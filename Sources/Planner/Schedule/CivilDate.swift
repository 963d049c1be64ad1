/// A date and time in UTC from seconds since 1970 (proleptic Gregorian calendar).
struct CivilDate: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int

    init(seconds: Double) {
        let whole = Int(seconds.rounded(.down))
        let inDay = ((whole % 86400) + 86400) % 86400
        (hour, minute, second) = (inDay / 3600, inDay % 3600 / 60, inDay % 60)
        var days = (whole - inDay) / 86400
        year = 1970
        while days < 0 || days >= Self.days(in: year) {
            if days < 0 {
                year -= 1
                days += Self.days(in: year)
            } else {
                days -= Self.days(in: year)
                year += 1
            }
        }
        let lengths = [31, Self.days(in: year) == 366 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        month = 1
        while days >= lengths[month - 1] {
            days -= lengths[month - 1]
            month += 1
        }
        day = days + 1
    }

    private static func days(in year: Int) -> Int {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
    }

    /// `2026-03-02 20:00`.
    var text: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute))"
    }
}
