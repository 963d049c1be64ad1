/// A date and a time of day as a clock shows them, to the second.
package struct CivilTime: Sendable, Hashable {
    package let date: CivilDate
    package let hour: Int
    package let minute: Int
    package let second: Int

    /// - Parameter zone: whose clock; UTC when absent.
    package init(_ moment: Moment, in zone: ZoneClock = .utc) {
        let shown = moment.seconds + zone.offset(at: moment)
        // Far outside of what a calendar can show: its ends, not a trap.
        let whole = Int(max(-6.2e10, min(2.5e11, shown.isFinite ? shown : 0)).rounded(.down))
        let inDay = ((whole % 86400) + 86400) % 86400
        date = CivilDate(days: (whole - inDay) / 86400)
        (hour, minute, second) = (inDay / 3600, inDay % 3600 / 60, inDay % 60)
    }

    package var timeOfDay: TimeOfDay { TimeOfDay(minutes: hour * 60 + minute) }

    /// `2026-03-02 20:00`.
    package var text: String { "\(date.text) \(CivilDate.two(hour)):\(CivilDate.two(minute))" }

    /// `20260302T200000`, as iCalendar has it.
    package var compact: String {
        let two = CivilDate.two
        return "\(date.year)\(two(date.month))\(two(date.day))T\(two(hour))\(two(minute))\(two(second))"
    }
}
