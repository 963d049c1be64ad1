/// A day of the week, as files have it.
package enum Weekday: String, Sendable, Hashable, Codable, CaseIterable {
    case mon, tue, wed, thu, fri, sat, sun

    package init(_ date: CivilDate) {
        // 1970-01-01 was a Thursday.
        self = Self.allCases[((date.days + 3) % 7 + 7) % 7]
    }

    /// Days since Monday.
    package var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
