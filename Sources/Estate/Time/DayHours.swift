/// A stretch of the day in wall time: `22:00-05:00` passes midnight. A minute that daylight saving skips or repeats is
/// inside when its wall time is.
package struct DayHours: Sendable, Hashable {
    package let from: TimeOfDay
    /// Not inside any more.
    package let until: TimeOfDay

    /// Nil for what is not like `22:00-05:00`, and for two equal ends: nobody can say whether that is never or always.
    package init?(_ text: some StringProtocol) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { TimeOfDay($0) }
        guard ends.count == 2, let from = ends[0], let until = ends[1], from != until else { return nil }
        self.from = from
        self.until = until
    }

    /// - Throws: ``Failure`` (refused) that names `source`.
    package init(_ text: String, source: String) throws(Failure) {
        guard let hours = DayHours(text) else {
            throw Failure(
                "read the hours", on: source, because: "\"\(text)\" is not like 22:00-05:00", next: "correct the file",
                exit: .refused)
        }
        self = hours
    }

    package func contains(_ time: TimeOfDay) -> Bool {
        from < until ? from <= time && time < until : time >= from || time < until
    }

    /// - Parameter minute: minutes since midnight, wall time.
    package func contains(minute: Int) -> Bool { contains(TimeOfDay(minutes: minute)) }
}
