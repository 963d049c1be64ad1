package import Estate
package import Scanner

/// What one scan brought: the document `p2v-scan-run/1`.
package struct ScanRun: Sendable, Codable {
    package struct Failed: Sendable, Codable {
        package var address: String
        package var because: String
        package var next: String
        package var exit: Exit
    }

    /// What a server's own records say about its past.
    package struct History: Sendable, Codable {
        package var server: String
        /// Of the last 28 days.
        package var coverage: SeriesCoverage
        /// Why there is no history.
        package var missing: String?
        /// What became of each row; nil where there is none.
        package var rows: HistoryRows?
    }

    /// How one server was watched.
    package struct Watched: Sendable, Codable {
        package var server: String
        package var readings: Int
        package var coverage: SeriesCoverage
    }

    package var format = "p2v-scan-run/1"
    package var servers: [ServerProfile] = []
    /// Of the same servers, in the same order.
    package var assessments: [Assessment] = []
    package var histories: [History] = []
    package var watched: [Watched] = []
    package var failed: [Failed] = []

    /// The one exit code that all failures share; else the plain error.
    package var exit: Exit {
        let codes = Set(failed.map(\.exit))
        return failed.isEmpty ? .done : servers.isEmpty && codes.count == 1 ? codes.first ?? .error : .error
    }
}
