internal import Estate
internal import Scanner
internal import Shell
internal import Store

/// Saves each profile as it comes, under a name that is its own.
actor ScanRecorder {
    private let store: Store
    private var known: [ServerProfile] = []
    private(set) var run = ScanRun()

    init(store: Store) {
        self.store = store
    }

    func begin() async throws {
        known = try await store.profiles()
    }

    func record(_ outcome: ScanOutcome) async throws {
        switch outcome.result {
        case .success(let server):
            let name = try await record(server.profile)
            if let history = server.history { try await record(history, of: name) }
        case .failure(let failure):
            run.failed.append(
                ScanRun.Failed(
                    address: outcome.address.description, because: failure.because, next: failure.next,
                    exit: failure.exit))
        }
    }

    /// - Returns: the name that the server has now.
    @discardableResult
    func record(_ scanned: ServerProfile) async throws -> String {
        var profile = scanned
        profile.name = ServerName.chosen(for: profile, among: known)
        profile.concerns += FleetConcerns.concerns(of: profile, among: known.filter { $0.name != profile.name })
        try await store.save(profile)
        known.removeAll { $0.name == profile.name }
        known.append(profile)
        run.servers.append(profile)
        return profile.name
    }

    private func record(_ history: Observed<Past>, of name: String) async throws {
        switch history {
        case .known(let past):
            try await store.save(past.series, of: name)
            run.histories.append(
                ScanRun.History(server: name, coverage: .of([past.series], days: 28), missing: nil, rows: past.rows))
        case .unknown(let reason):
            run.histories.append(ScanRun.History(server: name, coverage: .of([], days: 28), missing: reason))
        }
    }
}
