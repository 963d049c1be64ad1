package import Estate

/// Nights in which the clock skips the time of the job. systemd's timers leave such a night out (seen with 252): the
/// night of the change to summer time would have no run.
package enum SkippedNights {
    /// Whose changes a zone's rules are likely to keep.
    private static let years = 10

    /// When the job runs in these nights instead, as much later as the clock jumps: `2027-03-28 03:30:00`, one a night.
    ///
    /// - Parameters:
    ///   - time: by the clock of `zone`.
    ///   - start: nights from here on, for ten years.
    package static func late(_ time: TimeOfDay, in zone: ZoneClock, from start: Moment) -> [String] {
        let first = CivilTime(start, in: zone).date.days
        return (first...first + years * 366).compactMap { day in
            let wanted = Double(day) * 86_400 + Double(time.minutes) * 60
            let shown = CivilTime(Moment(seconds: wanted - zone.offset(wanted)), in: zone)
            guard shown.timeOfDay != time || shown.date.days != day else { return nil }
            return "\(shown.date.text) \(shown.timeOfDay.text):00"
        }
    }
}
