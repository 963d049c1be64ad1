internal import Estate
internal import Scanner

/// What one `p2v scan` brought: the document of `p2v scan --json`.
struct ScanRun: Sendable, Codable {
    struct Failed: Sendable, Codable {
        var address: String
        var because: String
        var next: String
        var exit: Exit
    }

    /// What a server's own records say about its past.
    struct History: Sendable, Codable {
        var server: String
        /// Of the last 28 days.
        var coverage: SeriesCoverage
        /// Why there is no history.
        var missing: String?
    }

    var format = "p2v-scan-run/1"
    var servers: [ServerProfile] = []
    var histories: [History] = []
    var watched: [WatchRun.Watched] = []
    var failed: [Failed] = []

    /// The one exit code that all failures share; else the plain error.
    var exit: Exit {
        let codes = Set(failed.map(\.exit))
        return failed.isEmpty ? .done : servers.isEmpty && codes.count == 1 ? codes.first ?? .error : .error
    }
}
