/// A time of day on a wall clock, to the minute.
package struct TimeOfDay: Sendable, Hashable, Comparable {
    /// Since midnight: 0 to 1440, the end of the day.
    package let minutes: Int

    package init(minutes: Int) { self.minutes = max(0, min(1440, minutes)) }

    /// `06:30`; `24:00` is the end of the day. Nil for all else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) && Self.isDigits($0) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour < 24 || hour == 24 && minute == 0
        else { return nil }
        minutes = hour * 60 + minute
    }

    package static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.minutes < b.minutes }

    /// `06:30`.
    package var text: String { "\(CivilDate.two(minutes / 60)):\(CivilDate.two(minutes % 60))" }

    /// `Int` reads `+5` too.
    static func isDigits(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
