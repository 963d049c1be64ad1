/// Times from each of which a rate holds until the next, round the week, as rclone's `--bwlimit` has them. It repeats for
/// ever: before the first time of the week the last one of the week before holds.
struct RateTimes: Sendable, Hashable {
    struct Slot: Sendable, Hashable {
        /// Minutes since Monday, midnight.
        var minute: Int
        var bytesPerSecond: UInt64?
    }

    /// Ascending.
    private var slots: [Slot] = []

    private static let day = 1440

    var isEmpty: Bool { slots.isEmpty }

    /// The one that holds at a minute of the day; nil where there is none at all.
    func last(before minute: Int, on day: Weekday) -> Slot? {
        let now = day.number * Self.day + minute
        return slots.last { $0.minute <= now } ?? slots.last
    }

    /// - Parameter word: `08:00,512k`, on each day, or `Mon-08:00,512k`.
    mutating func add(_ word: Substring, of line: Substring) throws(Failure) {
        let parts = word.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let (days, time) = Self.place(parts[0]), let rate = RateSchedule.Rate(parts[1]) else {
            throw Self.refusal(line, "\(word) is no time and rate like 08:00,512k or Mon-08:00,10M")
        }
        // rclone takes a number without a unit for KiB, all other limits here take it for bytes.
        guard rate.hasUnit else { throw Self.refusal(line, "\(word) does not say whether it means K, M or G") }
        for day in days {
            let minute = day.number * Self.day + time.minutes
            if slots.contains(where: { $0.minute == minute }) {
                throw Self.refusal(line, "\(day.rawValue) \(time.text) is said twice")
            }
            slots.append(Slot(minute: minute, bytesPerSecond: rate.bytesPerSecond))
        }
        slots.sort { $0.minute < $1.minute }
    }

    private static func place(_ text: Substring) -> ([Weekday], TimeOfDay)? {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let time = parts.last.flatMap({ TimeOfDay($0) }), time.minutes < day else { return nil }
        guard parts.count == 2 else { return (Weekday.allCases, time) }
        return Weekday(rawValue: parts[0].lowercased()).map { ([$0], time) }
    }

    private static func refusal(_ line: Substring, _ because: String) -> Failure {
        Failure(
            "read the limit", on: String(line), because: because,
            next: "write times and rates: 08:00,512k 19:00,10M 23:00,off", exit: .refused)
    }
}
