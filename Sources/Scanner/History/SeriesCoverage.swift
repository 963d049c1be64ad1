package import Estate

/// How much of a window was really observed: the confidence that a size deserves.
package struct SeriesCoverage: Sendable, Hashable, Codable {
    package enum Grade: String, Sendable, Hashable, Codable { case none, low, medium, high }

    /// Days from the window's start to its end.
    package var days: Double
    /// Share of the window's intervals that hold a sample: 0 to 1.
    package var observed: Double
    package var grade: Grade

    /// - Parameter days: the window that a decision wants to look at; it ends with the series' last sample.
    package static func of(_ series: [UtilisationSeries], days: Double) -> SeriesCoverage {
        guard let merged = UtilisationSeries.merged(series), days > 0 else {
            return SeriesCoverage(days: days, observed: 0, grade: .none)
        }
        let wanted = max(1, Int((days * 86_400 / merged.interval).rounded(.up)))
        let seen = merged.samples.suffix(wanted).count { $0 != nil }
        let share = Double(seen) / Double(wanted)
        return SeriesCoverage(days: days, observed: share, grade: grade(share, days: share * days))
    }

    /// A week has seven different days in it: less cannot be high.
    private static func grade(_ share: Double, days: Double) -> Grade {
        switch share {
        case 0.9... where days >= 7: .high
        case 0.5... where days >= 2: .medium
        case _ where share > 0: .low
        default: .none
        }
    }
}
