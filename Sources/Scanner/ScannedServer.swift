package import Estate

/// The utilisation of a server over time, and what became of each row that it was read from.
package struct Past: Sendable, Hashable {
    package var series: UtilisationSeries
    package var rows: HistoryRows
}

/// What one session brought home.
package struct ScannedServer: Sendable {
    package var profile: ServerProfile
    /// The utilisation that the server itself has recorded; nil when it was not asked for.
    package var history: Observed<Past>?

    package init(profile: ServerProfile, history: Observed<Past>? = nil) {
        self.profile = profile
        self.history = history
    }
}
