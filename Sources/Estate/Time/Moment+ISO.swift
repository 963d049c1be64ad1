extension Moment {
    /// `2026-11-25T03:00:00Z`: the second that has begun.
    package var iso: String {
        let time = CivilTime(self)
        return
            "\(time.date.text)T\(CivilDate.two(time.hour)):\(CivilDate.two(time.minute)):\(CivilDate.two(time.second))Z"
    }

    /// Reads `2026-03-02T20:00:00Z` and `2026-03-02T20:00Z`; nil for all else.
    package init?(iso text: String) {
        guard text.hasSuffix("Z"), text.utf8.count == 17 || text.utf8.count == 20 else { return nil }
        let halves = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2, let date = CivilDate(String(halves[0])), let time = TimeOfDay(halves[1].prefix(5)),
            time.minutes < 1440
        else { return nil }
        let rest = halves[1].dropFirst(5)
        let second =
            rest.isEmpty ? 0 : rest.hasPrefix(":") && TimeOfDay.isDigits(rest.dropFirst()) ? Int(rest.dropFirst()) : nil
        guard let second, second < 60 else { return nil }
        self.init(seconds: Double(date.days) * 86_400 + Double(time.minutes) * 60 + Double(second))
    }
}
