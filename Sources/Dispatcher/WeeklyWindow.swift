package import Estate

/// Hours that come back on some days of the week, by a zone's wall clock.
package struct WeeklyWindow: Sendable {
    private let days: Set<Weekday>
    private let hours: DayHours
    private let lockout: Double
    private let capacity: Int?
    private let clock: ZoneClock

    /// Nil for a window whose hours are none.
    package init?(_ window: CampaignWindow, clock: ZoneClock) {
        guard let hours = DayHours(window.hours) else { return nil }
        days = Set(window.days ?? Weekday.allCases)
        self.hours = hours
        lockout = (window.lockoutMinutes ?? 0) * 60
        capacity = window.capacity
        self.clock = clock
    }

    /// The windows that run at `now` or open within so many days, in order.
    package func windows(from now: Moment, days count: Int) -> [CutOverWindow] {
        let end = now.seconds + Double(count) * 86_400
        var (found, time): ([CutOverWindow], Moment) = ([], now)
        while let next = CutOverWindow(hours, after: time, by: clock), let closes = next.closes,
            next.opens.seconds < end
        {
            if days.contains(day(of: next)) {
                var window = next
                (window.lockout, window.capacity) = (lockout, capacity)
                found.append(window)
            }
            time = closes
        }
        return found
    }

    /// The day on which it opened: a window that passes midnight and is asked in the small hours opened the day before.
    private func day(of window: CutOverWindow) -> Weekday {
        let shown = CivilTime(window.opens, in: clock)
        let isPastMidnight = hours.until < hours.from && shown.timeOfDay < hours.until
        return Weekday(isPastMidnight ? CivilDate(days: shown.date.days - 1) : shown.date)
    }
}
