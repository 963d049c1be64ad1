/// The wall clock of a zone: how far it is ahead of UTC at any moment. The rules of zones are the system's; see Terminal.
package struct ZoneClock: Sendable {
    private let ahead: @Sendable (Moment) -> Double

    package static let utc = ZoneClock { _ in 0 }

    /// - Parameter ahead: seconds that the clock is ahead of UTC at a moment.
    package init(ahead: @escaping @Sendable (Moment) -> Double) {
        self.ahead = ahead
    }

    /// Seconds ahead of UTC.
    package func offset(at moment: Moment) -> Double { ahead(moment) }

    /// Seconds ahead of UTC when the clock shows these seconds since 1970. Of a time that is shown twice, the first; a
    /// time that is skipped lies as much later as the clock jumps.
    package func offset(_ local: Double) -> Double {
        // A day before and after, on either side of a change: which of the two leads to a moment that shows this time?
        let (before, after) = (ahead(Moment(seconds: local - 86_400)), ahead(Moment(seconds: local + 86_400)))
        if ahead(Moment(seconds: local - before)) == before { return before }
        return ahead(Moment(seconds: local - after)) == after ? after : before
    }

    /// When the clock shows a time such as `2026-03-02T21:00`; nil for text that is none.
    package func moment(showing text: String) -> Moment? {
        guard let shown = Moment(iso: text + "Z") else { return nil }
        return Moment(seconds: shown.seconds - offset(shown.seconds))
    }

    /// What the clock shows.
    package func timeOfDay(at moment: Moment) -> TimeOfDay { CivilTime(moment, in: self).timeOfDay }

    /// The next moment after `now` at which the clock shows `time`; a time that daylight saving skips comes as much later.
    package func next(_ time: TimeOfDay, after now: Moment) -> Moment {
        let today = CivilTime(now, in: self).date.days
        let days = (today...today + 2).map { day in
            let local = Double(day) * 86_400 + Double(time.minutes) * 60
            return Moment(seconds: local - offset(local))
        }
        return days.first { $0 > now } ?? Moment(seconds: now.seconds + 86_400)
    }

    /// The next moment after `now` at which the clock shows `text`, such as `06:30`.
    ///
    /// - Throws: ``Failure`` (refused) for text that is no time of day.
    package func next(_ text: String, after now: Moment) throws(Failure) -> Moment {
        guard let time = TimeOfDay(text), time.minutes < 1440 else {
            throw Failure(
                "read the time", on: text, because: "it is no time like 06:30", next: "write hours and minutes",
                exit: .refused)
        }
        return next(time, after: now)
    }
}
