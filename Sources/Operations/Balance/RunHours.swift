internal import Estate
package import Foundation

/// The policy's hours, asked with the wall clock of the machine's time zone: daylight saving is the calendar's matter.
package struct RunHours: Sendable {
    private let hours: [DayHours]
    private let names: [String]

    /// - Throws: ``Failure`` for hours that cannot be read: they must not count as all day.
    package init(_ texts: [String]) throws {
        names = texts
        hours = try texts.map { try DayHours($0, source: "the balance policy") }
    }

    /// Nil inside the hours, or when there are none.
    package func reasonToStop(at date: Date, in zone: TimeZone = .current) -> String? {
        guard !hours.isEmpty else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        if hours.contains(where: { $0.contains(minute: minute) }) { return nil }
        return "it is outside the hours for moves (\(names.joined(separator: ", ")))"
    }
}
