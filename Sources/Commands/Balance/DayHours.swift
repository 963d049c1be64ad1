internal import Estate

/// A stretch of the day in local wall time: `22:00-05:00` may pass midnight. A minute that daylight saving skips or
/// repeats is inside when its wall time is.
struct DayHours: Sendable, Hashable {
    private let from: Int
    private let to: Int

    init(_ text: String, source: String) throws {
        let ends = text.split(separator: "-").map(Self.minutes)
        guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else {
            throw Failure(
                "read the hours", on: source, because: "\"\(text)\" is not like 22:00-05:00", next: "correct the file",
                exit: .refused)
        }
        self.from = from
        self.to = to
    }

    /// - Parameter minute: minutes since midnight, local wall time.
    func contains(minute: Int) -> Bool {
        from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
