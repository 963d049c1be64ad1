package import Estate

/// Profiles, utilisation and migrations. The plain answers leave out what cannot be read, and tell whoever opened the
/// store; those with ``StoreAnswer`` carry it.
extension Store {
    // MARK: Profiles

    package func save(_ profile: ServerProfile) async throws {
        try await add(.profile, profile.name, at: profile.scannedAt, profile)
    }

    /// The newest profile of each server, by name.
    package func profiles() async throws -> [ServerProfile] { told(try await profilesAnswer()) }

    package func profilesAnswer() async throws -> StoreAnswer<ServerProfile> { try await newestOfEach(.profile) }

    /// The newest profile of one server; nil if it was never scanned.
    ///
    /// - Throws: ``Failure`` when it cannot be read: "never scanned" would be wrong.
    package func profile(named name: String) async throws -> ServerProfile? {
        let answer: StoreAnswer<ServerProfile> = try await all(.profile, name, limit: 1)
        if let row = answer.unreadable.first {
            throw Failure(
                "read the profile", on: name, because: row.because, next: "scan the server anew with `p2v scan`")
        }
        return answer.values.first
    }

    /// Every profile of one server, newest first: what changed between two scans.
    package func profileHistory(of name: String, limit: Int = 100) async throws -> [ServerProfile] {
        told(try await all(.profile, name, limit: limit))
    }

    // MARK: Utilisation

    package func save(_ series: UtilisationSeries, of server: String) async throws {
        try await add(.series, server, at: series.start, series)
    }

    /// All series of one server, newest first.
    package func series(of server: String) async throws -> [UtilisationSeries] {
        told(try await all(.series, server, limit: 10_000))
    }

    // MARK: Migrations

    package func save(_ report: MigrationReport) async throws {
        // A task of its own: the move was made, whether or not the operator has just stopped what follows.
        try await Task { try await add(.migration, report.machine, at: report.startedAt, report) }.value
    }

    /// Reports of one VM, or of all when `machine` is nil; newest first.
    package func reports(of machine: String? = nil, limit: Int = 1000) async throws -> [MigrationReport] {
        told(try await reportsAnswer(of: machine, limit: limit))
    }

    package func reportsAnswer(of machine: String? = nil, limit: Int = 1000) async throws -> StoreAnswer<
        MigrationReport
    > {
        try await all(.migration, machine, limit: limit)
    }
}
