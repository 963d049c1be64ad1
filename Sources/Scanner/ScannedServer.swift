package import Estate

/// What one session brought home.
package struct ScannedServer: Sendable {
    package var profile: ServerProfile
    /// The utilisation that the server itself has recorded; nil when it was not asked for.
    package var history: Observed<UtilisationSeries>?

    package init(profile: ServerProfile, history: Observed<UtilisationSeries>? = nil) {
        self.profile = profile
        self.history = history
    }
}
