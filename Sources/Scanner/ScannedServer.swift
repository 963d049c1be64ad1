public import Estate

/// What one session brought home.
public struct ScannedServer: Sendable {
    public var profile: ServerProfile
    /// The utilisation that the server itself has recorded; nil when it was not asked for.
    public var history: Observed<UtilisationSeries>?

    public init(profile: ServerProfile, history: Observed<UtilisationSeries>? = nil) {
        self.profile = profile
        self.history = history
    }
}
