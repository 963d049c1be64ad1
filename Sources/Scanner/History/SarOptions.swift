package import Estate

/// What sar's text leaves open.
package struct SarOptions: Sendable {
    /// The day of a text without a head line.
    package var day: CivilDate?
    /// `25/11/2026` and not `11/25/2026`.
    package var dayFirst: Bool
    package var stamp: Timestamp

    package init(day: CivilDate? = nil, dayFirst: Bool = false, stamp: Timestamp = Timestamp()) {
        self.day = day
        self.dayFirst = dayFirst
        self.stamp = stamp
    }

    /// `11/25/2026`, `11/25/26`, `25.11.2026` or `2026-11-25`; a first number above 12 is a day.
    func date(_ word: String) -> CivilDate? {
        guard let separator = word.first(where: { "/.-".contains($0) }) else { return nil }
        let parts = word.split(separator: separator)
        let numbers = parts.compactMap { Int($0) }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        if parts[0].count == 4 { return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]) }
        let year = parts[2].count == 2 ? numbers[2] + 2000 : numbers[2]
        let isDayFirst = dayFirst || separator == "." || numbers[0] > 12
        return CivilDate(
            year: year, month: numbers[isDayFirst ? 1 : 0], day: numbers[isDayFirst ? 0 : 1])
    }
}
