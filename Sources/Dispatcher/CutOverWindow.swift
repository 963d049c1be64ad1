package import Estate

/// When services may be stopped: from its opening until its end, and so early that they are back before the end.
package struct CutOverWindow: Sendable, Hashable {
    package var opens: Moment
    /// Not inside any more; nil: it has no end.
    package var closes: Moment?
    /// Seconds before the end in which no service is stopped.
    package var lockout = 0.0
    /// Services stopped in it, at most; nil: any number.
    package var capacity: Int?

    package init(opens: Moment, closes: Moment? = nil) {
        self.opens = opens
        self.closes = closes
    }

    /// The stretch of `hours` that has begun or comes next. A minute is inside when the wall clock shows an hour of it: of
    /// an hour that is skipped nothing is left, and one that is shown twice is two stretches where the window lies in it.
    ///
    /// - Returns: nil when the clock shows none of these hours within three days: no clock of this world does that.
    package init?(_ hours: DayHours, after now: Moment, by clock: ZoneClock) {
        let isInside = { (moment: Moment) in hours.contains(clock.timeOfDay(at: moment)) }
        guard let first = Self.first(from: now, where: isInside),
            let end = Self.first(from: first, where: { !isInside($0) })
        else { return nil }
        self.init(opens: first, closes: end)
    }

    package func contains(_ moment: Moment) -> Bool { opens <= moment && closes.map { moment < $0 } ?? true }

    /// A minute of the wall clock begins with a minute since 1970: no zone is seconds off.
    private static func first(from now: Moment, where holds: (Moment) -> Bool) -> Moment? {
        if holds(now) { return now }
        let next = (now.seconds / 60).rounded(.down) * 60
        return (1...3 * 1440).lazy.map { Moment(seconds: next + Double($0) * 60) }.first(where: holds)
    }
}
