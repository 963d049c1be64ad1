/// Whose clock the waves of a plan follow, and the days on which nothing moves.
package struct WaveCalendar: Sendable, Hashable, Codable {
    /// `Europe/Berlin`, `UTC`, `+02:00`.
    package var zone: String
    /// By that clock; nil: no day is left out.
    package var notOn: [CivilDate]?

    package init(zone: String, notOn: [CivilDate]? = nil) {
        self.zone = zone
        self.notOn = notOn
    }
}
