package import Estate
internal import Terminal

/// The policy's hours, asked with the wall clock of a zone: daylight saving is the zone's matter.
package struct RunHours: Sendable {
    private let hours: [DayHours]
    private let names: [String]

    /// - Throws: ``Failure`` for hours that cannot be read: they must not count as all day.
    package init(_ texts: [String]) throws {
        names = texts
        hours = try texts.map { try DayHours($0, source: "the balance policy") }
    }

    /// Nil inside the hours, or when there are none.
    package func reasonToStop(at moment: Moment, in zone: ZoneClock) -> String? {
        guard !hours.isEmpty else { return nil }
        let time = zone.timeOfDay(at: moment)
        if hours.contains(where: { $0.contains(time) }) { return nil }
        return "it is outside the hours for moves (\(names.joined(separator: ", ")))"
    }
}
