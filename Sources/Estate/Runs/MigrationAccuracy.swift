/// How far a prediction was from what happened. Percentages are of the outcome: +10 means predicted 10 % too much.
package struct MigrationAccuracy: Sendable, Hashable, Codable {
    package var totalPercent: Double
    /// Nil where the hypervisor did not say how long the pause was.
    package var blackoutPercent: Double?
    package var blackoutMilliseconds: Double?

    /// The goals: the total within 20 %, the pause within 50 % or 50 ms.
    package var totalMet: Bool { abs(totalPercent) <= 20 }
    package var blackoutMet: Bool {
        guard let blackoutPercent, let blackoutMilliseconds else { return false }
        return abs(blackoutPercent) <= 50 || abs(blackoutMilliseconds) <= 50
    }

    /// Nil without a prediction or without a time to compare it to.
    package init?(_ prediction: MigrationPrediction?, wallSeconds: Double, pauseMilliseconds: Double?) {
        guard let prediction, wallSeconds > 0 else { return nil }
        totalPercent = 100 * (prediction.totalSeconds.value / wallSeconds - 1)
        guard let pauseMilliseconds, pauseMilliseconds > 0 else { return }
        blackoutMilliseconds = prediction.blackoutMilliseconds.value - pauseMilliseconds
        blackoutPercent = 100 * (prediction.blackoutMilliseconds.value / pauseMilliseconds - 1)
    }

    /// How many of these moves met each goal, of how many that had a prediction.
    package struct Tally: Sendable, Hashable, Codable {
        package var predicted: Int
        package var totalsMet: Int
        package var blackoutsMet: Int

        package init(_ reports: [MigrationReport]) {
            let known = reports.compactMap(\.accuracy)
            predicted = known.count
            totalsMet = known.count(where: \.totalMet)
            blackoutsMet = known.count(where: \.blackoutMet)
        }
    }
}
