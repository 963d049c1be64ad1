/// How many bytes a second may travel at which time of the day or the week.
///
/// ```
/// 50M                             always, where no line below says otherwise
/// 08:00-18:00 5M                  in office hours; 22:00-06:00 goes over midnight
/// 22:00-06:00 none                as fast as it goes
/// 08:00,512k 19:00,10M 23:00,off  from each time to the next, each day anew (the notation of rclone's --bwlimit)
/// Mon-08:00,512k Fri-20:00,off    from each time of the week to the next, each week anew
/// ```
/// Units are K, M and G: 1024, 1024² and 1024³. `#` begins a comment. The first line that fits counts; hours come before
/// times, and times before what always holds.
package struct RateSchedule: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        /// Minutes since midnight; nil is always.
        var from: Int?
        var until: Int?
        var bytesPerSecond: UInt64?

        func holds(_ minute: Int) -> Bool {
            guard let from, let until else { return true }
            return from <= until ? (from..<until).contains(minute) : minute >= from || minute < until
        }
    }

    private var entries: [Entry] = []
    private var times = RateTimes()

    /// - Throws: ``Failure`` (refused) with the line that is not understood.
    package init(_ text: String) throws(Failure) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard !words.isEmpty else { continue }
            if words.contains(where: { $0.contains(",") }) {
                for word in words { try times.add(word, of: line) }
                continue
            }
            guard words.count <= 2, let entry = Self.entry(words) else {
                throw Failure(
                    "read the limit", on: String(line), because: "it is no rate like 50M, nor a time and a rate",
                    next: "write 50M, or 08:00-18:00 5M, or 08:00,512k 19:00,10M 23:00,off, or none; one a line",
                    exit: .refused)
            }
            entries.append(entry)
        }
        // Lines with times come before the one without.
        entries = entries.filter { $0.from != nil } + entries.filter { $0.from == nil }
    }

    /// It says nothing at all; `none` would be something.
    package var isEmpty: Bool { entries.isEmpty && times.isEmpty }

    /// Bytes a second at a minute of the day; nil is as fast as it goes.
    package func limit(at minute: Int, on day: Weekday) -> UInt64? {
        if let hours = entries.first(where: { $0.from != nil && $0.holds(minute) }) { return hours.bytesPerSecond }
        if let last = times.last(before: minute, on: day) { return last.bytesPerSecond }
        return entries.first { $0.holds(minute) }?.bytesPerSecond
    }

    /// Bytes a second by what the clock shows at a moment, also in an hour that is shown twice; nil is as fast as it goes.
    package func limit(at moment: Moment, by clock: ZoneClock) -> UInt64? {
        let shown = CivilTime(moment, in: clock)
        return limit(at: shown.timeOfDay.minutes, on: Weekday(shown.date))
    }

    private static func entry(_ words: [Substring]) -> Entry? {
        guard let last = words.last, let rate = Rate(last) else { return nil }
        guard words.count == 2 else { return Entry(bytesPerSecond: rate.bytesPerSecond) }
        let times = words[0].split(separator: "-", omittingEmptySubsequences: false).map { TimeOfDay($0) }
        guard times.count == 2, let from = times[0], let until = times[1] else { return nil }
        return Entry(from: from.minutes, until: until.minutes, bytesPerSecond: rate.bytesPerSecond)
    }

    /// `50M`, `512k`, `1000`; `none`, `off` and `0` lift the limit.
    struct Rate {
        var bytesPerSecond: UInt64?
        /// It says K, M or G.
        var hasUnit = true

        init?(_ text: Substring) {
            if ["none", "off", "0"].contains(text) { return }
            let shifts: [Character: UInt64] = ["K": 10, "M": 20, "G": 30]
            let shift = text.last.flatMap { shifts[Character($0.uppercased())] }
            hasUnit = shift != nil
            guard let number = UInt64(hasUnit ? text.dropLast() : text), number > 0, number < 1 << 33 else {
                return nil
            }
            bytesPerSecond = number << (shift ?? 0)
        }
    }
}

/// A schedule, and whose clock it follows.
package struct RateLimit: Sendable {
    private let schedule: RateSchedule
    private let clock: ZoneClock

    package init(_ schedule: RateSchedule, clock: ZoneClock) {
        self.schedule = schedule
        self.clock = clock
    }

    /// - Returns: nil where no line is given.
    /// - Throws: ``Failure`` (refused) with the line that is not understood.
    package init?(lines: [String], clock: ZoneClock) throws(Failure) {
        guard !lines.isEmpty else { return nil }
        self.init(try RateSchedule(lines.joined(separator: "\n")), clock: clock)
    }

    /// Nil is as fast as it goes.
    package func bytesPerSecond(at moment: Moment) -> UInt64? { schedule.limit(at: moment, by: clock) }
}
